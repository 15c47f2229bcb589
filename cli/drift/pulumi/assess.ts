import { openMaps } from "../../live/owned";
import { changesOf, findingsOf, type Change } from "../changes";
import type { Finding } from "../finding";
import type { LiveObject } from "../../../kube/live";
import { showRef } from "../../../kube/ref";
import type { PulumiResource } from "./events";

/** What is known of a stack's resources. */
export interface PulumiFacts {
  stack: string;
  resources: readonly PulumiResource[];
  /** The live objects of the resources, by their URNs. */
  live: ReadonlyMap<string, LiveObject>;
  /** Field managers that may change objects, beside Pulumi and Argo CD. */
  managers: readonly string[];
}

/** What of a stack's own resources is not as its program describes it. */
export function assessPulumi({ stack, resources, live, managers }: PulumiFacts): Finding[] {
  const restored = `pulumi up --stack ${stack} restores it.`;
  return resources.flatMap((resource): Finding[] => {
    const where = resource.object ? showRef(resource.object) : (resource.urn.split("::").at(-1) ?? resource.urn);
    const common = { side: "pulumi", where } as const;
    switch (resource.state) {
      case "gone":
        return [{ ...common, what: "is gone, or was never made", remedy: restored }];
      case "obsolete":
        return [
          {
            ...common,
            what: "is there, and the program makes it no more",
            remedy: `pulumi up --stack ${stack} removes it.`,
          },
        ];
      default:
        return findingsOf(changesOf(resource.differences, live.get(resource.urn), managers), common, (changes) =>
          remedyFor(changes, resource, restored),
        );
    }
  });
}

function remedyFor(changes: readonly Change[], { object }: PulumiResource, restored: string): string {
  const { kind: what, path = [] } = changes[0] ?? {};
  const isEntry = openMaps({ kind: object?.kind ?? "" }).some((map) => map.every((key, at) => key === path[at]));
  if (what !== "set" || isEntry) return restored;
  const { kind = "", name = "", namespace } = object ?? {};
  const edit = ["kubectl edit", kind.toLowerCase(), name, ...(namespace ? ["-n", namespace] : [])].join(" ");
  return `Pulumi leaves alone what it has not set. Remove it (${edit}), or describe it.`;
}

import { readFileSync } from "node:fs";
import { compileFunction } from "node:vm";
import type { types } from "@pulumi/kubernetes";
import type * as kubernetesx from "@pulumi/kubernetesx";
import type { Unwrap } from "@pulumi/pulumi";

/** A pod as kubernetesx takes it, but without Outputs in it, whose values may not be known yet. */
export type PodSpec = Unwrap<kubernetesx.types.PodSpec>;
type DeploymentSpec = Unwrap<types.input.apps.v1.DeploymentSpec>;

/** The spec of a Deployment with such a pod, made by kubernetesx' PodBuilder. Nothing else here uses kubernetesx. */
export function deploymentSpec(pod: PodSpec, replicas?: number): DeploymentSpec {
  const { PodBuilder } = (loaded ??= load());
  const spec: unknown = new PodBuilder(pod).asDeploymentSpec({ replicas });
  return (spec as KnownOutput).value as DeploymentSpec;
}

let loaded: typeof kubernetesx | undefined;

/**
 * Loads kubernetesx' code with Outputs that can be read at once. Pulumi's own are read only asynchronously, even where they
 * hold a plain value: for PodBuilder alone, everything that builds, checks or renders would be asynchronous. It also saves
 * the commands from loading Pulumi's packages, a third of the time that rendering takes. Nothing global changes, so
 * a program's own use of kubernetesx is as ever. A test compares the result with what PodBuilder's Output resolves to.
 */
function load(): typeof kubernetesx {
  const file = require.resolve("@pulumi/kubernetesx/kx.js");
  const imports: Record<string, object> = {
    "@pulumi/pulumi": { output, ComponentResource: Unused },
    "@pulumi/kubernetes": {
      apps: { v1: { Deployment: Unused, StatefulSet: Unused } },
      batch: { v1: { Job: Unused } },
      core: { v1: { ConfigMap: Unused, PersistentVolumeClaim: Unused, Pod: Unused, Secret: Unused, Service: Unused } },
    },
  };
  const code = compileFunction(readFileSync(file, "utf8"), ["exports", "require"], { filename: file });
  const exports = {};
  (code as (exports: object, require: (name: string) => unknown) => void)(exports, (name) => imports[name]);
  return exports as typeof kubernetesx;
}

/** Stands in for the classes that kubernetesx' resources extend. PodBuilder is no resource. */
class Unused {}

/** As much of an Output as PodBuilder uses. */
class KnownOutput {
  constructor(readonly value: unknown) {}

  apply(make: (value: unknown) => unknown): KnownOutput {
    return output(make(this.value));
  }

  /** An Output has the fields of its value. PodBuilder reads this one, of a pod. */
  get containers(): KnownOutput {
    return output((this.value as PodSpec).containers);
  }
}

function output(value: unknown): KnownOutput {
  return new KnownOutput(unwrapped(value));
}

function unwrapped(value: unknown): unknown {
  if (value instanceof KnownOutput) return value.value;
  if (Array.isArray(value)) return value.map(unwrapped);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unwrapped(item)]));
}

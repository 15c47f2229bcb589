import fc from "fast-check";
import { argocdSpec } from "../../../components/argocd/spec";
import { clusterSpec } from "../../../components/cluster/spec";
import { repositorySpec, sourcesSpec } from "../../../components/repository/spec";
import { environmentSchema } from "../../../config/schema";
import { arbitraryOf } from "../schema/arbitrary";

/** The namespaces that environments are in. */
export const NAMESPACES = ["agentgateway-system", "agentgateway-stage", "team-a"];

const url = fc.constantFrom("https://git.example.com/platform.git", "http://127.0.0.1:8080/a%20b.git");

/** The rest of an environment: where it runs, and where it comes from. */
export const surroundings = fc
  .record({
    namespace: fc.constantFrom(...NAMESPACES),
    repository: arbitraryOf(repositorySpec, { url }),
    sources: arbitraryOf(sourcesSpec, {
      charts: fc.constantFrom("oci://charts.example.com/mirror", "https://charts.example.com"),
      gatewayApi: url,
    }),
    application: arbitraryOf(environmentSchema.shape.application),
    // What an Argo CD of one's own is like is no object of an environment.
    argocd: arbitraryOf(argocdSpec.pick({ mode: true, kubeconfig: true, context: true })) as fc.Arbitrary<{
      mode?: string;
    }>,
    cluster: arbitraryOf(clusterSpec, { name: fc.constantFrom("stage", "prod") }) as fc.Arbitrary<object>,
  })
  .map(({ cluster, ...rest }) => {
    // An Argo CD of one's own runs in the cluster itself, a hub's elsewhere.
    const name = rest.argocd.mode === "hub" ? "far" : undefined;
    const { name: _, ...others } = cluster as { name?: string };
    return { ...rest, cluster: name === undefined ? others : { ...others, name } };
  });

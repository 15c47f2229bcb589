import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Assets } from "../sandbox/toolchain";

/** The files with the CustomResourceDefinitions of all kinds that an environment has objects of. */
export function crdFiles({ gatewayApiCrds, agentgatewayCharts, argocdManifests }: Assets): string[] {
  return [
    ...yamlFiles(gatewayApiCrds),
    ...yamlFiles(join(agentgatewayCharts, "agentgateway-crds/templates")),
    join(argocdManifests, "crds/application-crd.yaml"),
    join(argocdManifests, "crds/appproject-crd.yaml"),
  ];
}

function yamlFiles(directory: string): string[] {
  return readdirSync(directory)
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => join(directory, file));
}

import { join } from "node:path";
import { AGENTGATEWAY_API, GATEWAY_API } from "../../components/gateway/build";
import { versions } from "../../components/versions";
import { ensureToolchain } from "../sandbox/toolchain";
import { builtInKinds } from "./builtIn";
import { kindsOfCrds } from "./crds";
import { tableText } from "./text";

/** The texts of all field tables by their names, made from the charts and modules that the sandbox is built of. */
export async function tableTexts(): Promise<Record<string, string>> {
  const { assets } = await ensureToolchain({ only: [] });
  const { agentgateway, gatewayApi } = versions;
  const kubernetes = versionIn(assets.kubernetesOpenApi, "k8s.io/kubernetes");
  const sources = {
    [`agentgateway ${agentgateway}`]: kindsOfCrds(
      join(assets.agentgatewayCharts, "agentgateway-crds/templates"),
      AGENTGATEWAY_API,
    ),
    [`gateway-api ${gatewayApi} standard`]: kindsOfCrds(assets.gatewayApiCrds, GATEWAY_API),
    [`gateway-api ${gatewayApi} experimental`]: kindsOfCrds(assets.gatewayApiExperimentalCrds, GATEWAY_API),
    [`kubernetes ${kubernetes}`]: builtInKinds(assets.kubernetesOpenApi),
  };
  return Object.fromEntries(
    Object.entries(sources).map(([source, kinds]) => [source.replaceAll(" ", "-"), tableText(source, kinds)]),
  );
}

/** The version of a module, by the path of a directory of it in Go's module cache. */
function versionIn(directory: string, module: string): string {
  const [, version] = directory.split(`${module}@`);
  return version?.split("/")[0] ?? "of an unknown version";
}

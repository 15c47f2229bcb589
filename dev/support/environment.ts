import type { PlainObject } from "../../core/merge";
import type { Environment } from "../../config/schema";
import { validateEnvironment } from "../../config/validate";

/** A small valid environment, with what a test is about laid over it. */
export function environment(over: PlainObject = {}, name = "test"): Environment {
  return validateEnvironment(name, [
    {
      namespace: "agentgateway-test",
      repository: { url: "https://git.example.com/platform.git" },
      gateway: { insecure: ["unauthenticated", "plainHttp"] },
    },
    over,
  ]);
}

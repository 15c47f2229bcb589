import fc from "fast-check";
import { found } from "../../../../cli/import/cli";
import { readText } from "../../../../cli/import/inputs";
import { report } from "../../../../cli/import/report";
import { environmentFiles } from "../../../../components/environment";
import { isPlainObject, type PlainObject } from "../../../../core/merge";
import { environment } from "../../../../dev/support/environment";
import { gatewayEverything } from "../../../../dev/support/gatewayEverything";
import { policyEverything } from "../../../../dev/support/policyEverything";
import { runs } from "../../../../dev/support/property";

const everything = environmentFiles(
  environment({
    ...policyEverything,
    llmProviders: {
      openai: { provider: "openai", defaults: { a: 1 }, promptGuard: { request: [{ regex: { patterns: ["a"] } }] } },
      vllm: { provider: "custom", service: { name: "vllm", port: 80 } },
      both: { failover: [{ use: "openai" }, [{ use: "vllm" }, { use: "vllm", model: "m" }]] },
    },
    gateway: gatewayEverything,
    existingServices: { vllm: [80], otel: [4318], judge: [9000] },
  }),
).flatMap(({ objects }) => objects);

const litellm = {
  model_list: [
    {
      model_name: "a",
      litellm_params: { model: "azure/d", api_base: "https://r.openai.azure.com", order: 1, timeout: 3 },
    },
    { model_name: "a", litellm_params: { model: "vertex_ai/m", vertex_project: "p", temperature: 1 } },
    {
      model_name: "b",
      litellm_params: { model: "hosted_vllm/m", api_base: "http://vllm:8000/v1" },
      model_info: { mode: "embedding" },
    },
  ],
  router_settings: { fallbacks: [{ a: ["b"] }] },
};

const junk = fc.constantFrom<unknown>(
  null,
  0,
  -1,
  true,
  "",
  "x",
  "\\",
  [],
  {},
  [null],
  [[]],
  [{}],
  { name: 1 },
  { a: null },
);

/** Every place in a value, as a path. */
function placesIn(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? [...(value as unknown[]).entries()]
    : isPlainObject(value)
      ? Object.entries(value)
      : [];
  return entries.flatMap(([key, item]) => [[...path, key], ...placesIn(item, [...path, key])]);
}

function withJunk(value: unknown, path: readonly (string | number)[], what: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return what;
  const copy = Array.isArray(value) ? [...(value as unknown[])] : { ...(value as PlainObject) };
  const fields = copy as Record<string | number, unknown>;
  fields[key] = withJunk(fields[key], rest, what);
  return copy;
}

// What is wrong is listed, or an error of the input; nothing else may be thrown.
describe("import of something odd", () => {
  for (const [what, whole] of Object.entries({
    manifests: { apiVersion: "v1", kind: "List", items: everything },
    litellm,
  })) {
    it(`in ${what} ends with a report`, () => {
      const places = placesIn(whole);
      fc.assert(
        fc.property(fc.constantFrom(...places), junk, (place, odd) => {
          const { litellm: configs, objects } = readText(JSON.stringify(withJunk(whole, place, odd)));
          report(found({ litellm: configs, objects }));
        }),
        runs(what === "litellm" ? 60 : 15),
      );
    });
  }
});

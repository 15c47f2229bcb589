import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, parseAllDocuments } from "yaml";
import type { z } from "zod";
import { appProjects } from "../../components/application/projects";
import { childApplications } from "../../components/application/children";
import { CONTROLLER_NAMESPACE } from "../../components/controller/namespace";
import { controllerDeployment, controllerSelector } from "../../cli/takeover/controller";
import { chartValues } from "../../components/controller/values/spec";
import { isPlainObject, type PlainObject } from "../../core/merge";
import { groupOf } from "../../kube/apiGroup";
import type { KubernetesObject } from "../../kube/object";
import { ensureToolchain } from "../../dev/sandbox/toolchain";
import { environment } from "../../dev/support/environment";
import { definitionOf, unwrapped } from "../../dev/support/schema/nodes";

/** Values of every kind, as a platform has them. */
const values = {
  imagePullSecrets: [{ name: "mirror" }],
  serviceAccount: { annotations: { "eks.amazonaws.com/role-arn": "arn:aws:iam::123456789012:role/a" } },
  podLabels: { team: "platform" },
  resources: { limits: { memory: "1Gi" } },
  nodeSelector: { "kubernetes.io/arch": "arm64" },
  tolerations: [{ key: "gateways", operator: "Exists" }],
  affinity: { nodeAffinity: {} },
  controller: {
    replicaCount: 2,
    priorityClassName: "system-cluster-critical",
    extraEnv: { HTTPS_PROXY: "http://proxy.example.com:3128", TOKEN: { valueFrom: { fieldRef: { fieldPath: "x" } } } },
    podDisruptionBudget: { minAvailable: 1 },
    verticalPodAutoscaler: { updatePolicy: { updateMode: "Auto" } },
  },
  monitoring: { enabled: true, serviceMonitor: { extraLabels: { release: "prometheus" } } },
};

describe("the values of the controller's chart", () => {
  let chart: string;
  let helm: string;
  let directory: string;
  before(async () => {
    const { assets, bin } = await ensureToolchain({ only: ["helm"] });
    chart = join(assets.agentgatewayCharts, "agentgateway");
    helm = bin.helm;
    directory = mkdtempSync(join(tmpdir(), "values-"));
  });
  after(() => rmSync(directory, { recursive: true }));

  /** What the chart makes of an environment's values, as Argo CD renders it. */
  function rendered(layer: PlainObject): KubernetesObject[] {
    const [, , { spec } = { spec: undefined }] = childApplications(environment(layer));
    const { helm: settings } = (spec as { source: { helm?: { valuesObject: object } } }).source;
    const file = join(directory, "values.json");
    writeFileSync(file, JSON.stringify(settings?.valuesObject ?? {}));
    const words = ["template", "agentgateway-test", chart, "--namespace", CONTROLLER_NAMESPACE, "--values", file];
    const text = execFileSync(helm, words, { encoding: "utf8", timeout: 60_000 });
    return parseAllDocuments(text)
      .map((document) => document.toJS() as KubernetesObject | null)
      .filter((object) => object !== null);
  }

  it("are those that the stack's configuration takes, each of them", () => {
    const published = parse(readFileSync(join(chart, "values.yaml"), "utf8")) as PlainObject;
    assert.deepEqual(fieldsOf(chartValues).sort(), pathsIn(published, chartValues).sort());
  });

  it("reach the controller's Deployment, with images where the stack finds them", () => {
    const images = {
      "cr.agentgateway.dev": "mirror.example.com/agw",
      "cr.agentgateway.dev/agentgateway": "p.test/proxy",
    };
    const deployment = rendered({ controlPlane: { values }, images }).find(({ kind }) => kind === "Deployment");
    const { replicas, template } = deployment?.spec as { replicas: number; template: { spec: PlainObject } };
    const [container] = template.spec.containers as { image: string; env: { name: string; value?: string }[] }[];
    assert.equal(replicas, 2);
    assert.partialDeepStrictEqual(template.spec, {
      imagePullSecrets: [{ name: "mirror" }],
      nodeSelector: { "kubernetes.io/arch": "arm64" },
      priorityClassName: "system-cluster-critical",
    });
    assert.match(container?.image ?? "", /^mirror\.example\.com\/agw\/controller:v/);
    const variable = (of: string) => container?.env.find(({ name }) => name === of)?.value;
    assert.deepEqual(["AGW_PROXY_IMAGE_REGISTRY", "AGW_PROXY_IMAGE_REPOSITORY", "HTTPS_PROXY"].map(variable), [
      "p.test",
      "proxy",
      "http://proxy.example.com:3128",
    ]);
  });

  it("leave the controller's Deployment its name and its selector, which a takeover compares", () => {
    for (const layer of [{}, { controlPlane: { values } }]) {
      const deployment = rendered(layer).find(({ kind }) => kind === "Deployment");
      const { name } = controllerDeployment(environment(layer));
      assert.equal(deployment?.metadata.name, name);
      assert.deepEqual((deployment?.spec as { selector: object }).selector, { matchLabels: controllerSelector(name) });
    }
  });

  it("bring what Argo CD may deploy, and nothing else", () => {
    for (const layer of [{}, { controlPlane: { values } }]) {
      const project = appProjects(environment(layer)).at(-1)?.spec as Record<string, { group: string; kind: string }[]>;
      const allowed = [...project.clusterResourceWhitelist!, ...project.namespaceResourceWhitelist!];
      const objects = rendered(layer);
      assert.ok(objects.length >= 4);
      for (const object of objects) {
        const isAllowed = allowed.some(({ group, kind }) => group === groupOf(object) && kind === object.kind);
        assert.ok(isAllowed, `${object.apiVersion} ${object.kind}`);
      }
    }
  });

  it("make nothing more than usual of a kind that they don't name", () => {
    const kinds = (layer: PlainObject) => rendered(layer).map(({ kind }) => kind);
    const usual = kinds({});
    const more = kinds({ controlPlane: { values } }).filter((kind) => !usual.includes(kind));
    assert.deepEqual(more.sort(), [
      "ConfigMap",
      "PodDisruptionBudget",
      "PodMonitor",
      "ServiceMonitor",
      "VerticalPodAutoscaler",
    ]);
  });
});

/** The paths of a schema's fields: down to what takes anything. */
function fieldsOf(schema: z.ZodType, path: readonly string[] = []): string[] {
  const { type, shape } = definitionOf(unwrapped(schema));
  if (type !== "object" || isOpaque(path)) return [path.join(".")];
  return Object.entries(shape).flatMap(([name, field]) => fieldsOf(field, [...path, name]));
}

/** The paths of a chart's values, as far as the schema tells them apart. */
function pathsIn(value: unknown, schema: z.ZodType | undefined, path: readonly string[] = []): string[] {
  const { type, shape } = schema ? definitionOf(unwrapped(schema)) : { type: "object", shape: {} as never };
  if (!isPlainObject(value) || type !== "object" || isOpaque(path)) return [path.join(".")];
  return Object.entries(value).flatMap(([name, item]) => pathsIn(item, shape[name], [...path, name]));
}

/** What Kubernetes gives a form to, and not the chart. */
function isOpaque(path: readonly string[]): boolean {
  return path.join(".") === "resources";
}

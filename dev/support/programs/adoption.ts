import { readFileSync } from "node:fs";
import * as k8s from "@pulumi/kubernetes";
import { TargetCluster } from "../../../components";
import { clusterAccess } from "../../../components/cluster/access";
import { markOwner, stackIdentity } from "../../../components/cluster/ownership";
import { SecretValue } from "../../../core/secret";
import { environment } from "../environment";

/** A program that deploys a few objects as our own stack does, and takes over those that the variable ADOPT names. */
const settings = environment({
  namespace: "team",
  delivery: "direct",
  cluster: { kubeconfig: new SecretValue(readFileSync(process.env.KUBECONFIG as string, "utf8")) },
  adopt: (process.env.ADOPT ?? "").split(" ").filter(Boolean),
});
markOwner(stackIdentity());
const { target: provider } = clusterAccess(settings);
const target = new TargetCluster("target", { environment: "dev", namespace: "team" }, { provider });
const opts = { provider, dependsOn: target };
const metadata = (name: string) => ({ name, namespace: target.namespace });
new k8s.core.v1.Secret("secret", { metadata: metadata("named"), data: { ours: "MQ==" } }, opts);
new k8s.core.v1.ServiceAccount("account", { metadata: { ...metadata("unnamed"), labels: { of: "ours" } } }, opts);
const group = ["grouped", "new"].map((name) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, namespace: "team" },
  data: { ours: "1" },
}));
new k8s.yaml.v2.ConfigGroup("group", { yaml: group.map((object) => JSON.stringify(object)).join("\n---\n") }, opts);

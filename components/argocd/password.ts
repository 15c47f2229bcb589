import { createHash } from "node:crypto";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { ARGOCD_NAMESPACE } from "./namespace";

/** A generated password that a program reads. */
export function password(name: string, parent: pulumi.Resource, version = 1): random.RandomPassword {
  // The first version has no keeper, so that it is the password of installations that knew no versions.
  const keepers = version === 1 ? {} : { keepers: { version: String(version) } };
  return new random.RandomPassword(`${name}-password`, { length: 32, special: false, ...keepers }, { parent });
}

/** A password of a user of Argo CD. */
export interface UserPassword {
  /** The password. A secret. */
  plain: pulumi.Output<string>;
  /** Its hash, as Argo CD keeps it. */
  hash: pulumi.Output<string>;
  /** When it was made: Argo CD ends the sessions that began before. */
  since: pulumi.Output<string>;
}

/**
 * A generated password of a user, and the moment since which it holds. That moment must come from a clock and yet be the
 * same at each preview, so it is the creation time of an object that is replaced with each password.
 */
export function userPassword(name: string, version: number, opts: pulumi.CustomResourceOptions): UserPassword {
  const generated = password(name, opts.parent as pulumi.Resource, version);
  const fingerprint = pulumi
    .unsecret(generated.bcryptHash)
    .apply((hash) => createHash("sha256").update(hash).digest("hex").slice(0, 16));
  const creationRecord = new k8s.core.v1.ConfigMap(
    `${name}-password-since`,
    { metadata: { namespace: ARGOCD_NAMESPACE }, immutable: true, data: { password: fingerprint } },
    opts,
  );
  // A preview that could ask the API server has an answer in which nothing was created yet.
  const since = creationRecord.metadata.creationTimestamp.apply((created: string | undefined) => created ?? "");
  return { plain: generated.result, hash: generated.bcryptHash, since: since };
}

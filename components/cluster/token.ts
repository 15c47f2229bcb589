import { secretValue } from "../../kube/secretData";
import { UserError } from "../../core/errors";
import { CONTROLLER_NAMESPACE } from "../controller/namespace";

/** The Secret that the control plane fills with a token of an identity. */
export function tokenSecret(identity: string, generation: number) {
  return {
    metadata: {
      name: generation === 1 ? `${identity}-token` : `${identity}-token-${generation}`,
      namespace: CONTROLLER_NAMESPACE,
      annotations: {
        "kubernetes.io/service-account.name": identity,
        // Argo CD must never be given an empty one; the provider by itself waits for five seconds only.
        "pulumi.com/waitFor": "jsonpath={.data.token}",
      },
    },
    type: "kubernetes.io/service-account-token",
  };
}

/** The token in the data of such a Secret. */
export function decodedToken(data: Record<string, string> | undefined, cluster: string): string {
  const token = secretValue(data, "token");
  if (token !== "") return token;
  throw new UserError(
    `The control plane of ${cluster} has not filled in the token by which Argo CD would connect. ` +
      "Its controller manager does that: see that it runs, then `pulumi up --refresh`.",
  );
}

import type { KubernetesObject } from "../kube/object";

/** An object whose state decides. */
export interface AdmissionParams {
  paramKind: object;
  paramRef: object;
}

/** What the API server refuses, and what it says. */
export interface AdmissionRules {
  resourceRules: object[];
  expression: string;
  message: string;
}

/** A ValidatingAdmissionPolicy, and the binding by which it holds. */
export function admission(
  name: string,
  { resourceRules, expression, message }: AdmissionRules,
  params?: AdmissionParams,
): KubernetesObject[] {
  const apiVersion = "admissionregistration.k8s.io/v1";
  return [
    {
      apiVersion,
      kind: "ValidatingAdmissionPolicy",
      metadata: { name },
      spec: {
        failurePolicy: "Fail",
        ...(params && { paramKind: params.paramKind }),
        matchConstraints: { resourceRules },
        validations: [{ expression, message, reason: "Forbidden" }],
      },
    },
    {
      apiVersion,
      kind: "ValidatingAdmissionPolicyBinding",
      metadata: { name },
      spec: { policyName: name, validationActions: ["Deny"], ...(params && { paramRef: params.paramRef }) },
    },
  ];
}

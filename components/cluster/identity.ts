import { z } from "zod";
import { subjectOf, type Subject } from "./subject";

/** A program of Argo CD's image, or one that you have put there, which prints credentials as kubectl's plugins do. */
const exec = z.strictObject({
  /** The program. Argo CD's own image has `argocd-k8s-auth`. */
  command: z.string().min(1),
  /** Its arguments. Default: none. */
  args: z.array(z.string()).default([]),
  /** Its environment variables. They are not secret. Default: none. */
  env: z.record(z.string().min(1), z.string()).default({}),
  /** Version of the API that it speaks. Default `client.authentication.k8s.io/v1beta1`. */
  apiVersion: z
    .enum(["client.authentication.k8s.io/v1beta1", "client.authentication.k8s.io/v1"])
    .default("client.authentication.k8s.io/v1beta1"),
  /** What to do where the program is missing. Default: nothing is said. */
  installHint: z.string().min(1).optional(),
});

const ways = {
  /** Amazon EKS: the IAM role of Argo CD's pods (IRSA or Pod Identity), or one that this may take on. */
  aws: z
    .strictObject({
      /** Name of the EKS cluster. */
      clusterName: z.string().min(1),
      /** ARN of the role that Argo CD takes on. Default: its own. */
      roleArn: z
        .string()
        .regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/, "must be the ARN of a role: arn:aws:iam::<account>:role/<name>")
        .optional(),
      /** Profile of the AWS configuration in Argo CD's pods. Default: none. */
      profile: z.string().min(1).optional(),
    })
    .optional(),
  /** `true`: Google Kubernetes Engine, by the workload identity of Argo CD's pods. */
  gcp: z.literal(true).optional(),
  /** Azure Kubernetes Service. */
  azure: z
    .strictObject({
      /** Variables of kubelogin, such as `AAD_LOGIN_METHOD: workloadidentity` and `AZURE_CLIENT_ID`. They are not secret. */
      env: z.record(z.string().min(1), z.string()),
    })
    .optional(),
  /** Any other way. */
  exec: exec.optional(),
};

type Way = keyof typeof ways;

/** An identity that Argo CD has from its cloud, without a token that we keep: one way to get it, and who it is on the cluster. */
export const cloudIdentity = z
  .strictObject({
    ...ways,
    /** User that the cluster takes it for: it gets the rights. On GKE the email of the service account. */
    user: z.string().min(1).optional(),
    /** Group that the cluster takes it for, in place of `user`. On EKS that of the access entry. */
    group: z.string().min(1).optional(),
  })
  .refine((identity) => waysOf(identity).length === 1, `needs one of ${Object.keys(ways).join(", ")}`)
  .refine(
    ({ user, group }) => (user === undefined) !== (group === undefined),
    "needs either user or group: whom the cluster takes Argo CD for",
  );

export type CloudIdentity = z.output<typeof cloudIdentity>;

/** What of a cluster Secret's configuration makes Argo CD use an identity of its cloud. */
export function identityConfig({ aws, gcp, azure, exec: plugin }: CloudIdentity): object {
  if (aws) return { awsAuthConfig: { clusterName: aws.clusterName, roleARN: aws.roleArn, profile: aws.profile } };
  const cloud = { command: "argocd-k8s-auth", apiVersion: "client.authentication.k8s.io/v1beta1" };
  if (gcp) return { execProviderConfig: { ...cloud, args: ["gcp"] } };
  if (azure) return { execProviderConfig: { ...cloud, args: ["azure"], env: azure.env } };
  return { execProviderConfig: plugin };
}

/** Who gets the rights on the cluster. */
export function identitySubject({ user, group }: CloudIdentity): Subject {
  if (user !== undefined) return subjectOf(user);
  return { kind: "Group", apiGroup: "rbac.authorization.k8s.io", name: group as string };
}

function waysOf(identity: Partial<Record<Way, unknown>>): Way[] {
  return (Object.keys(ways) as Way[]).filter((way) => identity[way] !== undefined);
}

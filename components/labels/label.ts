import { z } from "zod";

const NAME = "[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?";

const WORD = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";

/** Key of a label or an annotation, such as `pod-security.kubernetes.io/enforce`. */
export const labelKey = z
  .string()
  .regex(new RegExp(`^(${WORD}(\\.${WORD})*/)?${NAME}$`), "is no key of a label")
  .refine((key) => key.indexOf("/") <= 253, "has a prefix of more than 253 characters")
  .refine((key) => !key.startsWith("argocd.argoproj.io/"), "belongs to Argo CD")
  .refine((key) => key !== "kubernetes.io/metadata.name", "belongs to Kubernetes")
  .refine((key) => !key.startsWith("agentgateway-infra/"), "belongs to this program");

/** Value of a label. */
export const labelValue = z.string().regex(new RegExp(`^(${NAME})?$`), "is no value of a label");

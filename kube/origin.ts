/** Where an answer or an error comes from, as far as it is known. */
export interface Origin {
  /** URL of the API server. */
  server?: string;
  /** Path of the kubeconfig in the configuration. */
  kubeconfig?: string;
}

const origins = new WeakMap<object, Origin>();

/** Notes of an answer or an error which cluster it comes from: its own text is for code that knows the cluster. */
export function from<T extends object>(origin: Origin, subject: T): T {
  origins.set(subject, origin);
  return subject;
}

/** Which cluster an answer or an error comes from; nothing where it is not of a request to an API server. */
export function originOf(subject: unknown): Origin | undefined {
  return typeof subject === "object" && subject !== null ? origins.get(subject) : undefined;
}

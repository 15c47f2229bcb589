/** Argo CD writes it into each object that it applies but CRDs, over whatever Git says: `<Application>:<group>/<kind>:<namespace>/<name>`. */
export const TRACKING_ID = "argocd.argoproj.io/tracking-id";

/**
 * What Argo CD calls an Application in such a mark: its name, with its namespace before it where that is not Argo CD's own.
 *
 * @param argocdNamespace that of Argo CD
 */
export function markOf(application: { name: string; namespace?: string | undefined }, argocdNamespace: string): string {
  const { name, namespace = argocdNamespace } = application;
  return namespace === argocdNamespace ? name : `${namespace}_${name}`;
}

/** The name of the Application in such a mark: no name has an underscore. */
export function nameInMark(mark: string): string {
  return mark.slice(mark.indexOf("_") + 1);
}

/** The same, where Argo CD goes by labels: the Application alone. */
export const TRACKING_LABEL = "app.kubernetes.io/instance";

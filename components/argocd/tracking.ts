/** Argo CD writes it into each object that it applies but CRDs, over whatever Git says: `<Application>:<group>/<kind>:<namespace>/<name>`. */
export const TRACKING_ID = "argocd.argoproj.io/tracking-id";

/** The same, where Argo CD goes by labels: the Application alone. */
export const TRACKING_LABEL = "app.kubernetes.io/instance";

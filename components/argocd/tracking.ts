/** Argo CD writes it into each object that it applies, over whatever Git says: the name of the Application comes first. */
export const TRACKING_ID = "argocd.argoproj.io/tracking-id";

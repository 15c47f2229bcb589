/** Whether a commit that an Application has deployed is the one that its `up` is about. */
export type Verdict =
  /** It is, or what has taken its place is reported. */
  | { ok: true; report?: string }
  /** It is not, or that is not known. */
  | { ok: false; why: string };

/** What an `up` thinks of the commits that Argo CD has deployed. */
export interface Delivered {
  /** Judges the commit that an Application is synced at; one that reads another repository is always well. */
  judge: (application: string, revision: string) => Promise<Verdict>;
  /** Called in the end with what is to be reported. */
  report: (message: string) => void;
}

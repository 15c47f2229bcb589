/** What Argo CD reports of an Application. */
export type Event = "sync-failed" | "comparison-failed" | "degraded";

interface Trigger {
  /** When it is so, as an expression (expr-lang) about the Application `app`. */
  when: string;
  /** What makes it another case of the same, as such an expression. Default: that it was not so in between. */
  oncePer?: string;
  /** What happened to the Application: what can follow its name. */
  says: string;
  /** A template that sets `$details` to what Argo CD says of it. */
  details: string;
}

/** How often a sync fails before that is reported: our Applications try again for ever, and one may wait for another. */
const ATTEMPTS = 3;
/** Minutes for which an Application can't be compared before that is reported: a repo-server restarts, a host is slow. */
const MINUTES = 5;

const operation = "app.status?.operationState";
const retried = `${operation}?.phase == 'Running' and (${operation}?.retryCount ?? 0) >= ${ATTEMPTS}`;
const broken = "{.type in ['ComparisonError', 'InvalidSpecError']";
const lasting = `time.Now().Sub(time.Parse(.lastTransitionTime)).Minutes() >= ${MINUTES}}`;

/** What is reported, and when. */
export const triggers: Readonly<Record<Event, Trigger>> = {
  "sync-failed": {
    when: `${operation}?.phase in ['Error', 'Failed'] or (${retried})`,
    oncePer: `${operation}?.startedAt`,
    says: "can't be synced",
    details: '{{ $details = dig "status" "operationState" "message" "" .app }}',
  },
  "comparison-failed": {
    when: `any(app.status?.conditions ?? [], ${broken} and ${lasting})`,
    says: "can't be compared with Git",
    details:
      '{{ range dig "status" "conditions" (list) .app }}{{ if has .type (list "ComparisonError" "InvalidSpecError") }}' +
      "{{ $details = .message }}{{ end }}{{ end }}",
  },
  degraded: {
    // A root Application is Degraded as one of its children is, which is reported itself.
    when: "app.status?.health?.status == 'Degraded' and none(app.status?.resources ?? [], {.kind == 'Application'})",
    says: "is Degraded",
    details:
      '{{ range dig "status" "resources" (list) .app }}{{ if eq (dig "health" "status" "" .) "Degraded" }}' +
      '{{ $details = printf "%s %s: %s" .kind .name (dig "health" "message" "" .) }}{{ end }}{{ end }}',
  },
};

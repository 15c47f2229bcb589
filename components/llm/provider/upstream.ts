import { z } from "zod";
import { hostOrService } from "../../host";
import { hostInNamespace, isElsewhere, type ServiceRef } from "../../service";
import { port, urlPath } from "../../../kube/schemas";

/** Where a provider's API is served, instead of at its vendor. */
export const upstream = z
  .strictObject({
    /** Host name: of a server outside, such as `api.groq.com`, or of a Service: by its name alone in the environment's namespace. */
    host: hostOrService,
    /** Port. Default 443. */
    port: port.default(443),
    /** Path of every request, such as `/openai/v1/chat/completions`. */
    path: urlPath.max(1024).optional(),
    /** Replaces the base path `/v1` of the provider's API, for any kind of request. */
    pathPrefix: urlPath.max(1024).optional(),
    /** TLS to the host, checked against the system's CAs. Default: for port 443 and for no other. */
    tls: z.boolean().optional(),
  })
  .refine(({ path, pathPrefix }) => path === undefined || pathPrefix === undefined, {
    message: "must not have both path and pathPrefix",
  });

export type UpstreamSpec = z.infer<typeof upstream>;

/** Without one of the two, the upstream would get the gateway's own path and answer 404. */
export function checkUpstream({ upstream }: { upstream?: UpstreamSpec }, context: z.core.$RefinementCtx): void {
  if (upstream === undefined || upstream.path !== undefined || upstream.pathPrefix !== undefined) return;
  context.addIssue({
    code: "custom",
    path: ["upstream"],
    message: "needs path or pathPrefix, such as pathPrefix: /v1",
  });
}

/** Where a provider is, in the terms of a backend's provider: at its upstream, or a Service of another namespace. */
export function upstreamFields(spec: { upstream?: UpstreamSpec; service?: ServiceRef | undefined }): object {
  if (isElsewhere(spec.service)) return { host: hostInNamespace(spec.service), port: spec.service.port };
  if (spec.upstream === undefined) return {};
  const { host, port, path, pathPrefix } = spec.upstream;
  return { host, port, path, pathPrefix };
}

/** The TLS policy: a vendor's own host has TLS by itself, any other has it only where this says so. */
export function upstreamTls({ upstream }: { upstream?: UpstreamSpec }): object | undefined {
  return upstream && (upstream.tls ?? upstream.port === 443) ? {} : undefined;
}

import { z } from "zod";
import { cel, exactlyOne, failureMode, headerName } from "../fields";
import { serviceRef } from "../service";

const extensions = z.record(z.string().min(1), z.string());
const expressions = z.record(z.string().min(1), cel);
const headerList = z.array(headerName).min(1).max(64);

/** Asks your own service whether a request may pass. */
export const extAuth = z
  .strictObject({
    /** The service that is asked. */
    service: serviceRef,
    /** Whether requests pass while the service can't be reached. Default: the proxy's own, `FailClosed`. */
    failureMode: failureMode.optional(),
    /** The service speaks Envoy's external authorization protocol. `{}` is enough. */
    grpc: z
      .strictObject({
        /** Fixed values that the service gets, by name. */
        contextExtensions: extensions.optional(),
        /** CEL expressions whose results it gets, by name. */
        requestMetadata: expressions.optional(),
      })
      .optional(),
    /** The service speaks plain HTTP, and a success lets the request pass. `{}` is enough. */
    http: z
      .strictObject({
        /** CEL expression of the path, such as `'"/check"'`. Default: the request's own. */
        path: cel.optional(),
        /** CEL expressions of headers that the service gets, by name. */
        addRequestHeaders: expressions.optional(),
        /** Headers of the request that the service gets too. */
        allowedRequestHeaders: headerList.optional(),
        /** Headers of its answer that the request is given. */
        allowedResponseHeaders: headerList.optional(),
        /** CEL expression of where a refused request is sent. Default: it is refused. */
        redirect: cel.optional(),
        /** What its answer tells later policies: CEL expressions by name. */
        responseMetadata: expressions.optional(),
      })
      .optional(),
    /** Sends the body of the request too. Default: not. */
    forwardBody: z
      .strictObject({
        /** Largest body that is sent, in bytes. */
        maxSize: z.int().min(1).max(4294967295),
      })
      .optional(),
    /** Keeps answers. Default: asks for each request. */
    cache: z
      .strictObject({
        /** CEL expressions by which requests are told apart. */
        key: z.array(cel).min(1).max(16),
        /** How long an answer is kept, such as `5m`, or a CEL expression of it. */
        ttl: cel,
        /** Most answers that are kept. Default: the proxy's own. */
        maxEntries: z.int32().min(1).optional(),
      })
      .optional(),
  })
  .refine(...exactlyOne("grpc", "http"));

/** Decides by a CEL expression. What several policies on a request say adds up. */
export const authorization = z.strictObject({
  /**
   * `Allow`: a request passes that matches some such rule, and no other. `Require`: it must match. `Deny`: it must not
   * match; an expression that fails denies nothing, so prefer the other two. Default `Allow`.
   */
  action: z.enum(["Allow", "Deny", "Require"]).default("Allow"),
  /**
   * CEL expression, such as `jwt.sub == "alice" || apiKey.team == "sales"`. One, and no list: of a list, the CRD says that
   * all must be true, and the proxy of Agent Gateway 1.4.1 is content with any.
   */
  rule: cel,
});

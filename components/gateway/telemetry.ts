import { z } from "zod";
import { atLeastOne, cel, celByName } from "../fields";
import { serviceRef } from "../service";

const attributes = z
  .strictObject({
    /** What is added to each entry: CEL expressions by name, such as `user: jwt.sub`. */
    add: celByName.refine((all) => Object.keys(all).length > 0, "needs at least one attribute").optional(),
    /** Names of default fields that are left out. */
    remove: z.array(z.string().min(1).max(64)).min(1).max(32).optional(),
  })
  .refine(...atLeastOne("add", "remove"));

/** A collector that takes OTLP. */
const otlp = {
  /** Service of the collector. */
  service: serviceRef,
  /** Variant of OTLP. Default `GRPC`. */
  protocol: z.enum(["GRPC", "HTTP"]).default("GRPC"),
  /** Path at the collector, only with `HTTP`. Default: OTLP's own. */
  path: z.string().regex(/^\//, "must start with /").max(1024).optional(),
};

const pathNeedsHttp: [(value: { protocol: string; path?: string | undefined }) => boolean, object] = [
  ({ protocol, path }) => path === undefined || protocol === "HTTP",
  { path: ["path"], message: "needs protocol HTTP" },
];

/** What the proxy reports of the requests that it serves. */
export const observabilitySpec = z.strictObject({
  /** Access log. Default: a line for each request on standard output. */
  accessLog: z
    .strictObject({
      /** Logs only requests for which this CEL expression is true, such as `response.code >= 400`. Default: all. */
      filter: cel.optional(),
      /** Fields of an entry. */
      attributes: attributes.optional(),
      /** Sends the entries to a collector too. Default: standard output alone. */
      otlp: z
        .strictObject(otlp)
        .refine(...pathNeedsHttp)
        .optional(),
    })
    .optional(),
  /** Traces, sent to a collector. Default: none. */
  tracing: z
    .strictObject({
      ...otlp,
      /** Share of requests without a trace that get one, as a CEL string such as `"0.1"`. Default: none of them. */
      randomSampling: cel.optional(),
      /** Share of requests whose client traces that are traced, as a CEL string. Default: all of them. */
      clientSampling: cel.optional(),
      /** Attributes of a span. */
      attributes: attributes.optional(),
      /** Attributes of the proxy as a resource: CEL expressions by name, so a text is `'"prod"'`. */
      resources: celByName.optional(),
    })
    .refine(...pathNeedsHttp)
    .optional(),
  /** Labels that all metrics get. Metrics themselves are always served, on the proxy's port 15020. */
  metrics: z
    .strictObject({
      /** CEL expressions by the name of the label, such as `team: apiKey.team`. Few values each: labels cost memory. */
      attributes: celByName.refine(
        (labels) => Object.keys(labels).length > 0 && Object.keys(labels).length <= 16,
        "needs 1 to 16 labels",
      ),
    })
    .optional(),
});

export type ObservabilitySpec = z.infer<typeof observabilitySpec>;

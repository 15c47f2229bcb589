import { z } from "zod";
import { atLeastOne, cel, distinct, headerName } from "../fields";

const MOST = 16;
const few = [
  (all: object) => Object.keys(all).length > 0 && Object.keys(all).length <= MOST,
  `needs 1 to ${MOST} entries`,
] as const;

const pseudoHeader = z.enum([":authority", ":method", ":path", ":scheme", ":status"]);
const anyHeader = z.union([headerName, pseudoHeader], { error: "must be the name of an HTTP header" });

const transform = z
  .strictObject({
    /** Headers that get a value: CEL expressions by name. */
    set: z
      .record(anyHeader, cel)
      .refine(...few)
      .optional(),
    /** Headers that get a further value: CEL expressions by name. */
    add: z
      .record(anyHeader, cel)
      .refine(...few)
      .optional(),
    /** Headers that are removed. */
    remove: z
      .array(anyHeader)
      .min(1)
      .max(MOST)
      .refine(...distinct)
      .optional(),
    /** CEL expression of the new body. Default: the body stays. */
    body: cel.optional(),
    /** Values for the expressions of later policies, as `metadata.<name>`: CEL expressions by name. */
    metadata: z
      .record(z.string().min(1), cel)
      .refine(...few)
      .optional(),
  })
  .refine(...atLeastOne("set", "add", "remove", "body", "metadata"));

/** Changes requests and responses by CEL expressions. A text is one too: `'"text"'`. */
export const transformation = z
  .strictObject({
    /** What changes in requests. */
    request: transform.optional(),
    /** What changes in responses. */
    response: transform.optional(),
  })
  .refine(...atLeastOne("request", "response"));

const values = z.record(headerName, z.string().min(1).max(4096)).refine(...few);

const modifiers = z
  .strictObject({
    /** Headers that get a value, by name. */
    set: values.optional(),
    /** Headers that get a further value, by name. */
    add: values.optional(),
    /** Headers that are removed. */
    remove: z
      .array(headerName)
      .min(1)
      .max(MOST)
      .refine(...distinct)
      .optional(),
  })
  .refine(...atLeastOne("set", "add", "remove"));

/** Changes headers to fixed values. */
export const headers = z
  .strictObject({
    /** What changes in requests. */
    request: modifiers.optional(),
    /** What changes in responses. */
    response: modifiers.optional(),
  })
  .refine(...atLeastOne("request", "response"));

const MAX_LIST = 64;
const alone = (list: string[]) => !list.includes("*") || list.length === 1;

/** What an MCP client in a browser sends and reads: transports, sessions that end and resume, and OAuth. */
export const MCP_CORS = {
  allowMethods: ["GET", "POST", "DELETE", "OPTIONS"],
  allowHeaders: [
    "accept",
    "authorization",
    "content-type",
    "last-event-id",
    "mcp-method",
    "mcp-name",
    "mcp-protocol-version",
    "mcp-session-id",
  ],
  exposeHeaders: ["mcp-session-id", "www-authenticate"],
};

/** A rule for `refine`: with a preset, its entries count too. */
function fewBesidePreset(list: "allowHeaders" | "exposeHeaders"): [(cors: CorsLists) => boolean, object] {
  const most = MAX_LIST - MCP_CORS[list].length;
  return [
    (cors) => cors.preset === undefined || (cors[list]?.length ?? 0) <= most,
    { path: [list], message: `must have at most ${most} items beside preset: mcp` },
  ];
}

interface CorsLists {
  preset?: string;
  allowHeaders?: string[];
  exposeHeaders?: string[];
}

/** Which other sites a browser lets call the gateway. */
export const cors = z
  .strictObject({
    /**
     * `mcp`: methods and headers that MCP clients in browsers need are allowed beside those that are named here. Default: none.
     */
    preset: z.literal("mcp").optional(),
    /** Origins as `<scheme>://<host>(:<port>)`; `*.` stands for subdomains, `*` alone for all. */
    allowOrigins: z
      .array(
        z
          .string()
          .regex(
            /(^\*$)|(^(http(s)?):\/\/(((\*\.)?([a-zA-Z0-9-]+\.)*[a-zA-Z0-9-]+|\*)(:([0-9]{1,5}))?)$)/,
            "must be an origin such as https://app.example.com, or *",
          )
          .max(253),
      )
      .max(MAX_LIST)
      .refine(...distinct)
      .refine(alone, "needs * alone")
      .optional(),
    /** Methods, or `*` alone. */
    allowMethods: z
      .array(z.enum(["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "*"]))
      .max(9)
      .refine(...distinct)
      .refine(alone, "needs * alone")
      .optional(),
    /** Request headers, or `*` alone. */
    allowHeaders: z
      .array(headerName)
      .max(MAX_LIST)
      .refine(...distinct)
      .refine(alone, "needs * alone")
      .optional(),
    /** Response headers that scripts may read. */
    exposeHeaders: z
      .array(headerName)
      .max(MAX_LIST)
      .refine(...distinct)
      .optional(),
    /** Lets requests carry cookies and the like. Default: no. */
    allowCredentials: z.boolean().optional(),
    /** Seconds for which a browser keeps the answer. Default 5. */
    maxAge: z.int().min(1).max(2147483647).default(5),
  })
  .refine(...fewBesidePreset("allowHeaders"))
  .refine(...fewBesidePreset("exposeHeaders"));

import { z } from "zod";
import { secret } from "../../core/secret";
import { servedHostName } from "../host";
import { objectName, port } from "../../kube/schemas";

/** The certificate of an HTTPS listener: a Secret that is there already, or one made from encrypted configuration. */
const tls = z
  .strictObject({
    /** Name of a Secret of type `kubernetes.io/tls` that something else keeps, such as cert-manager. */
    existingSecret: objectName.optional(),
    /** Certificate chain in PEM, from encrypted configuration. Required without `existingSecret`. */
    certificate: secret().optional(),
    /** Private key in PEM, from encrypted configuration. Required without `existingSecret`. */
    key: secret().optional(),
  })
  .refine(
    ({ existingSecret, certificate, key }) =>
      existingSecret === undefined || (certificate === undefined && key === undefined),
    "needs either existingSecret, or certificate and key",
  );

/** A listener of the gateway. */
export const listener = z
  .strictObject({
    /** TCP port on which the gateway's Service listens. Reserved by the proxy: 15000, 15020, 15021. */
    port: port.refine(
      (value) => ![15000, 15020, 15021].includes(value),
      "is reserved by the proxy (15000, 15020, 15021)",
    ),
    /** Protocol of the listener. Default `HTTP`. */
    protocol: z.enum(["HTTP", "HTTPS"]).default("HTTP"),
    /** Host name that the listener serves; `*.` at its start stands for any subdomain. Default: every host name. */
    hostname: servedHostName.optional(),
    /** Certificate of an HTTPS listener. `{}` takes certificate and key from encrypted configuration. */
    tls: tls.optional(),
    /**
     * Name of an HTTPS listener to which clients of this one are sent, by a redirect (301) to the same host and path. The routes
     * of the configuration are then served by the other listeners alone. Policies on the whole gateway hold here too. A client
     * that sends its key to this listener has sent it in plain text: `enabled: false` is stricter. Default: requests are served.
     */
    redirect: objectName.optional(),
  })
  .refine(({ protocol, redirect }) => protocol === "HTTP" || redirect === undefined, {
    path: ["redirect"],
    message: "needs protocol HTTP: this listener speaks TLS",
  })
  .refine(({ protocol, tls }) => protocol === "HTTP" || tls !== undefined, {
    path: ["tls"],
    message: "needs a certificate: protocol is HTTPS",
  })
  .refine(({ protocol, tls }) => protocol === "HTTPS" || tls === undefined, {
    path: ["tls"],
    message: "needs protocol HTTPS",
  });

/**
 * The listeners by name. Those that share a port are told apart by their host names, so they must differ in those and
 * speak one protocol.
 */
export const listeners = z
  .record(objectName, listener)
  .refine((all) => Object.keys(all).length > 0, "needs at least one listener")
  .superRefine((all, context) => {
    const entries = Object.entries(all);
    entries.forEach(([name, { port, protocol, hostname }], index) => {
      const conflict = entries
        .slice(0, index)
        .find(([, other]) => other.port === port && (other.hostname === hostname || other.protocol !== protocol));
      if (conflict === undefined) return;
      const what = conflict[1].protocol === protocol ? "the same host name" : "another protocol";
      context.addIssue({
        code: "custom",
        path: [name, "port"],
        message: `is the port of the listener ${conflict[0]} too, which has ${what}`,
      });
    });
    for (const [name, { redirect }] of entries) {
      if (redirect === undefined || all[redirect]?.protocol === "HTTPS") continue;
      const secure = entries.filter(([, { protocol }]) => protocol === "HTTPS").map(([other]) => other);
      context.addIssue({
        code: "custom",
        path: [name, "redirect"],
        message: `is no HTTPS listener of the gateway (there are: ${secure.join(", ") || "none"})`,
      });
    }
  });

import { z } from "zod";

const id = () => z.int32().min(0).optional();

/** As whom the containers of pods run, in the fields of Kubernetes' own API. */
export const securityContext = z
  .strictObject({
    /** Whether the kubelet refuses to run containers as root. Default: the image may be root's. */
    runAsNonRoot: z.boolean().optional(),
    /** User ID of containers. Default: the image's. */
    runAsUser: id(),
    /** Group ID of containers. Default: the image's. */
    runAsGroup: id(),
    /** Group that owns the volumes of pods. Default: none. */
    fsGroup: id(),
    /** When the kubelet gives volumes to that group: each time, or where the root of the volume is another's. Default `Always`. */
    fsGroupChangePolicy: z.enum(["Always", "OnRootMismatch"]).optional(),
    /** Further groups of containers. Default: the image's. */
    supplementalGroups: z.array(z.int32().min(0)).optional(),
    /** Which system calls containers may make. Default `RuntimeDefault`; for Argo CD that of its release. */
    seccompProfile: z
      .strictObject({
        /** Which profile it is. */
        type: z.enum(["RuntimeDefault", "Unconfined", "Localhost"]),
        /** File of the profile on the node, with `Localhost`. */
        localhostProfile: z.string().min(1).optional(),
      })
      .refine(({ type, localhostProfile }) => (type === "Localhost") === (localhostProfile !== undefined), {
        path: ["localhostProfile"],
        message: "is needed with type: Localhost, and with no other",
      })
      .optional(),
    /** SELinux labels of containers. Default: the runtime's. */
    seLinuxOptions: z
      .strictObject({
        /** Level, such as `s0:c123,c456`. */
        level: z.string().min(1).optional(),
        /** Role. */
        role: z.string().min(1).optional(),
        /** Type, such as `container_t`. */
        type: z.string().min(1).optional(),
        /** User. */
        user: z.string().min(1).optional(),
      })
      .optional(),
  })
  .refine(({ runAsNonRoot, runAsUser }) => runAsNonRoot !== true || runAsUser !== 0, {
    path: ["runAsUser"],
    message: "is root, which runAsNonRoot rules out",
  });

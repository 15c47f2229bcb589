// Written by `npm run schemas` from a field table: change that, not this file.
/** What the kinds of kubernetes v1.37.2 have beside their identity and status. */
export type Deployment = {
  spec: {
    minReadySeconds?: number;
    paused?: boolean;
    progressDeadlineSeconds?: number;
    replicas?: number;
    revisionHistoryLimit?: number;
    selector: Of_selector;
    strategy?: { rollingUpdate?: { maxSurge?: number | string; maxUnavailable?: number | string }; type?: string };
    template: {
      metadata?: Of_metadata;
      spec?: {
        activeDeadlineSeconds?: number;
        affinity?: {
          nodeAffinity?: {
            preferredDuringSchedulingIgnoredDuringExecution?: readonly { preference: Of_preference; weight: number }[];
            requiredDuringSchedulingIgnoredDuringExecution?: { nodeSelectorTerms: readonly Of_preference[] };
          };
          podAffinity?: Of_podAffinity;
          podAntiAffinity?: Of_podAffinity;
        };
        automountServiceAccountToken?: boolean;
        containers: Of_containers;
        dnsConfig?: {
          nameservers?: readonly string[];
          options?: readonly { name?: string; value?: string }[];
          searches?: readonly string[];
        };
        dnsPolicy?: string;
        enableServiceLinks?: boolean;
        ephemeralContainers?: readonly {
          args?: readonly string[];
          command?: readonly string[];
          env?: Of_env;
          envFrom?: Of_envFrom;
          image?: string;
          imagePullPolicy?: string;
          lifecycle?: Of_lifecycle;
          livenessProbe?: Of_livenessProbe;
          name: string;
          ports?: Of_ports;
          readinessProbe?: Of_livenessProbe;
          resizePolicy?: Of_resizePolicy;
          resources?: Of_resources;
          restartPolicy?: string;
          restartPolicyRules?: Of_restartPolicyRules;
          securityContext?: Of_securityContext;
          startupProbe?: Of_livenessProbe;
          stdin?: boolean;
          stdinOnce?: boolean;
          targetContainerName?: string;
          terminationMessagePath?: string;
          terminationMessagePolicy?: string;
          tty?: boolean;
          volumeDevices?: Of_volumeDevices;
          volumeMounts?: Of_volumeMounts;
          workingDir?: string;
        }[];
        evictionResponders?: readonly { name: string; priority: number }[];
        hostAliases?: readonly { hostnames?: readonly string[]; ip: string }[];
        hostIPC?: boolean;
        hostNetwork?: boolean;
        hostPID?: boolean;
        hostUsers?: boolean;
        hostname?: string;
        hostnameOverride?: string;
        imagePullSecrets?: readonly { name?: string }[];
        initContainers?: Of_containers;
        nodeName?: string;
        nodeSelector?: Readonly<Record<string, string>>;
        os?: Of_os;
        overhead?: Of_limits;
        preemptionPolicy?: string;
        priority?: number;
        priorityClassName?: string;
        readinessGates?: readonly { conditionType: string }[];
        resourceClaims?: readonly { name: string; resourceClaimName?: string; resourceClaimTemplateName?: string }[];
        resources?: Of_resources;
        restartPolicy?: string;
        runtimeClassName?: string;
        schedulerName?: string;
        schedulingGates?: readonly Of_os[];
        schedulingGroup?: { podGroupName?: string };
        securityContext?: {
          appArmorProfile?: Of_appArmorProfile;
          fsGroup?: number;
          fsGroupChangePolicy?: string;
          runAsGroup?: number;
          runAsNonRoot?: boolean;
          runAsUser?: number;
          seLinuxChangePolicy?: string;
          seLinuxOptions?: Of_seLinuxOptions;
          seccompProfile?: Of_appArmorProfile;
          supplementalGroups?: readonly number[];
          supplementalGroupsPolicy?: string;
          sysctls?: Of_httpHeaders;
          windowsOptions?: Of_windowsOptions;
        };
        serviceAccount?: string;
        serviceAccountName?: string;
        setHostnameAsFQDN?: boolean;
        shareProcessNamespace?: boolean;
        subdomain?: string;
        terminationGracePeriodSeconds?: number;
        tolerations?: readonly {
          effect?: string;
          key?: string;
          operator?: string;
          tolerationSeconds?: number;
          value?: string;
        }[];
        topologySpreadConstraints?: readonly {
          labelSelector?: Of_selector;
          matchLabelKeys?: readonly string[];
          maxSkew: number;
          minDomains?: number;
          nodeAffinityPolicy?: string;
          nodeTaintsPolicy?: string;
          topologyKey: string;
          whenUnsatisfiable: string;
        }[];
        volumes?: readonly {
          awsElasticBlockStore?: { fsType?: string; partition?: number; readOnly?: boolean; volumeID: string };
          azureDisk?: {
            cachingMode?: string;
            diskName: string;
            diskURI: string;
            fsType?: string;
            kind?: string;
            readOnly?: boolean;
          };
          azureFile?: { readOnly?: boolean; secretName: string; shareName: string };
          cephfs?: {
            monitors: readonly string[];
            path?: string;
            readOnly?: boolean;
            secretFile?: string;
            secretRef?: { name?: string };
            user?: string;
          };
          cinder?: { fsType?: string; readOnly?: boolean; secretRef?: { name?: string }; volumeID: string };
          configMap?: {
            defaultMode?: number;
            defaultUser?: number;
            items?: Of_items;
            name?: string;
            optional?: boolean;
          };
          csi?: {
            driver: string;
            fsType?: string;
            nodePublishSecretRef?: { name?: string };
            readOnly?: boolean;
            volumeAttributes?: Readonly<Record<string, string>>;
          };
          downwardAPI?: { defaultMode?: number; defaultUser?: number; items?: Of_items2 };
          emptyDir?: { medium?: string; mode?: number; sizeLimit?: number | string };
          ephemeral?: {
            volumeClaimTemplate?: {
              metadata?: Of_metadata;
              spec: {
                accessModes?: readonly string[];
                dataSource?: { apiGroup?: string; kind: string; name: string };
                dataSourceRef?: { apiGroup?: string; kind: string; name: string; namespace?: string };
                resources?: { limits?: Of_limits; requests?: Of_limits };
                selector?: Of_selector;
                storageClassName?: string;
                volumeAttributesClassName?: string;
                volumeMode?: string;
                volumeName?: string;
              };
            };
          };
          fc?: {
            fsType?: string;
            lun?: number;
            readOnly?: boolean;
            targetWWNs?: readonly string[];
            wwids?: readonly string[];
          };
          flexVolume?: {
            driver: string;
            fsType?: string;
            options?: Readonly<Record<string, string>>;
            readOnly?: boolean;
            secretRef?: { name?: string };
          };
          flocker?: { datasetName?: string; datasetUUID?: string };
          gcePersistentDisk?: { fsType?: string; partition?: number; pdName: string; readOnly?: boolean };
          gitRepo?: { directory?: string; repository: string; revision?: string };
          glusterfs?: { endpoints: string; path: string; readOnly?: boolean };
          hostPath?: { path: string; type?: string };
          image?: { pullPolicy?: string; reference?: string };
          iscsi?: {
            chapAuthDiscovery?: boolean;
            chapAuthSession?: boolean;
            fsType?: string;
            initiatorName?: string;
            iqn: string;
            iscsiInterface?: string;
            lun: number;
            portals?: readonly string[];
            readOnly?: boolean;
            secretRef?: { name?: string };
            targetPortal: string;
          };
          name: string;
          nfs?: { path: string; readOnly?: boolean; server: string };
          persistentVolumeClaim?: { claimName: string; readOnly?: boolean };
          photonPersistentDisk?: { fsType?: string; pdID: string };
          portworxVolume?: { fsType?: string; readOnly?: boolean; volumeID: string };
          projected?: {
            defaultMode?: number;
            defaultUser?: number;
            sources?: readonly {
              clusterTrustBundle?: {
                labelSelector?: Of_selector;
                name?: string;
                optional?: boolean;
                path: string;
                signerName?: string;
                user?: number;
              };
              configMap?: Of_configMap;
              downwardAPI?: { items?: Of_items2 };
              podCertificate?: {
                certificateChainPath?: string;
                credentialBundlePath?: string;
                keyPath?: string;
                keyType: string;
                maxExpirationSeconds?: number;
                signerName: string;
                user?: number;
                userAnnotations?: Readonly<Record<string, string>>;
              };
              secret?: Of_configMap;
              serviceAccountToken?: { audience?: string; expirationSeconds?: number; path: string; user?: number };
            }[];
          };
          quobyte?: {
            group?: string;
            readOnly?: boolean;
            registry: string;
            tenant?: string;
            user?: string;
            volume: string;
          };
          rbd?: {
            fsType?: string;
            image: string;
            keyring?: string;
            monitors: readonly string[];
            pool?: string;
            readOnly?: boolean;
            secretRef?: { name?: string };
            user?: string;
          };
          scaleIO?: {
            fsType?: string;
            gateway: string;
            protectionDomain?: string;
            readOnly?: boolean;
            secretRef: { name?: string };
            sslEnabled?: boolean;
            storageMode?: string;
            storagePool?: string;
            system: string;
            volumeName?: string;
          };
          secret?: {
            defaultMode?: number;
            defaultUser?: number;
            items?: Of_items;
            optional?: boolean;
            secretName?: string;
          };
          storageos?: {
            fsType?: string;
            readOnly?: boolean;
            secretRef?: { name?: string };
            volumeName?: string;
            volumeNamespace?: string;
          };
          vsphereVolume?: { fsType?: string; storagePolicyID?: string; storagePolicyName?: string; volumePath: string };
        }[];
      };
    };
  };
};
export type NetworkPolicy = {
  spec?: {
    egress?: readonly { ports?: Of_ports2; to?: Of_to }[];
    ingress?: readonly { from?: Of_to; ports?: Of_ports2 }[];
    podSelector?: Of_selector;
    policyTypes?: readonly string[];
  };
};
export type Service = {
  spec?: {
    allocateLoadBalancerNodePorts?: boolean;
    clusterIP?: string;
    clusterIPs?: readonly string[];
    externalIPs?: readonly string[];
    externalName?: string;
    externalTrafficPolicy?: string;
    healthCheckNodePort?: number;
    internalTrafficPolicy?: string;
    ipFamilies?: readonly string[];
    ipFamilyPolicy?: string;
    loadBalancerClass?: string;
    loadBalancerIP?: string;
    loadBalancerSourceRanges?: readonly string[];
    ports?: readonly {
      appProtocol?: string;
      name?: string;
      nodePort?: number;
      port: number;
      protocol?: string;
      targetPort?: number | string;
    }[];
    publishNotReadyAddresses?: boolean;
    selector?: Readonly<Record<string, string>>;
    sessionAffinity?: string;
    sessionAffinityConfig?: { clientIP?: { timeoutSeconds?: number } };
    trafficDistribution?: string;
    type?: string;
  };
};
export type ServiceAccount = {
  automountServiceAccountToken?: boolean;
  imagePullSecrets?: readonly { name?: string }[];
  secrets?: readonly {
    apiVersion?: string;
    fieldPath?: string;
    kind?: string;
    name?: string;
    namespace?: string;
    resourceVersion?: string;
    uid?: string;
  }[];
};
type Of_matchExpressions = readonly { key: string; operator: string; values?: readonly string[] }[];
type Of_selector = { matchExpressions?: Of_matchExpressions; matchLabels?: Readonly<Record<string, string>> };
type Of_metadata = {
  annotations?: Readonly<Record<string, string>>;
  creationTimestamp?: string;
  deletionGracePeriodSeconds?: number;
  deletionTimestamp?: string;
  finalizers?: readonly string[];
  generateName?: string;
  generation?: number;
  labels?: Readonly<Record<string, string>>;
  managedFields?: readonly {
    apiVersion?: string;
    fieldsType?: string;
    fieldsV1?: Readonly<Record<string, unknown>>;
    manager?: string;
    operation?: string;
    subresource?: string;
    time?: string;
  }[];
  name?: string;
  namespace?: string;
  ownerReferences?: readonly {
    apiVersion: string;
    blockOwnerDeletion?: boolean;
    controller?: boolean;
    kind: string;
    name: string;
    uid: string;
  }[];
  resourceVersion?: string;
  selfLink?: string;
  uid?: string;
};
type Of_preference = { matchExpressions?: Of_matchExpressions; matchFields?: Of_matchExpressions };
type Of_podAffinityTerm = {
  labelSelector?: Of_selector;
  matchLabelKeys?: readonly string[];
  mismatchLabelKeys?: readonly string[];
  namespaceSelector?: Of_selector;
  namespaces?: readonly string[];
  topologyKey: string;
};
type Of_podAffinity = {
  preferredDuringSchedulingIgnoredDuringExecution?: readonly { podAffinityTerm: Of_podAffinityTerm; weight: number }[];
  requiredDuringSchedulingIgnoredDuringExecution?: readonly Of_podAffinityTerm[];
};
type Of_configMapKeyRef = { key: string; name?: string; optional?: boolean };
type Of_fieldRef = { apiVersion?: string; fieldPath: string };
type Of_resourceFieldRef = { containerName?: string; divisor?: number | string; resource: string };
type Of_env = readonly {
  name: string;
  value?: string;
  valueFrom?: {
    configMapKeyRef?: Of_configMapKeyRef;
    fieldRef?: Of_fieldRef;
    fileKeyRef?: { key: string; optional?: boolean; path: string; volumeName: string };
    resourceFieldRef?: Of_resourceFieldRef;
    secretKeyRef?: Of_configMapKeyRef;
  };
}[];
type Of_configMapRef = { name?: string; optional?: boolean };
type Of_envFrom = readonly { configMapRef?: Of_configMapRef; prefix?: string; secretRef?: Of_configMapRef }[];
type Of_exec = { command?: readonly string[] };
type Of_httpHeaders = readonly { name: string; value: string }[];
type Of_httpGet = {
  host?: string;
  httpHeaders?: Of_httpHeaders;
  path?: string;
  port: number | string;
  protocol?: string;
  scheme?: string;
};
type Of_tcpSocket = { host?: string; port: number | string };
type Of_postStart = { exec?: Of_exec; httpGet?: Of_httpGet; sleep?: { seconds: number }; tcpSocket?: Of_tcpSocket };
type Of_lifecycle = { postStart?: Of_postStart; preStop?: Of_postStart; stopSignal?: string };
type Of_livenessProbe = {
  exec?: Of_exec;
  failureThreshold?: number;
  grpc?: { mode?: string; port: number; service?: string };
  httpGet?: Of_httpGet;
  initialDelaySeconds?: number;
  periodSeconds?: number;
  successThreshold?: number;
  tcpSocket?: Of_tcpSocket;
  terminationGracePeriodSeconds?: number;
  timeoutSeconds?: number;
};
type Of_ports = readonly {
  containerPort: number;
  hostIP?: string;
  hostPort?: number;
  name?: string;
  protocol?: string;
}[];
type Of_resizePolicy = readonly { resourceName: string; restartPolicy: string }[];
type Of_limits = Readonly<Record<string, number | string>>;
type Of_resources = {
  claims?: readonly { name: string; request?: string }[];
  limits?: Of_limits;
  requests?: Of_limits;
};
type Of_restartPolicyRules = readonly {
  action: string;
  exitCodes?: { operator: string; values?: readonly number[] };
}[];
type Of_appArmorProfile = { localhostProfile?: string; type: string };
type Of_seLinuxOptions = { level?: string; role?: string; type?: string; user?: string };
type Of_windowsOptions = {
  gmsaCredentialSpec?: string;
  gmsaCredentialSpecName?: string;
  hostProcess?: boolean;
  runAsUserName?: string;
};
type Of_securityContext = {
  allowPrivilegeEscalation?: boolean;
  appArmorProfile?: Of_appArmorProfile;
  capabilities?: { add?: readonly string[]; drop?: readonly string[] };
  privileged?: boolean;
  procMount?: string;
  readOnlyRootFilesystem?: boolean;
  runAsGroup?: number;
  runAsNonRoot?: boolean;
  runAsUser?: number;
  seLinuxOptions?: Of_seLinuxOptions;
  seccompProfile?: Of_appArmorProfile;
  windowsOptions?: Of_windowsOptions;
};
type Of_volumeDevices = readonly { devicePath: string; name: string }[];
type Of_volumeMounts = readonly {
  bindMountOptions?: readonly string[];
  mountPath: string;
  mountPropagation?: string;
  name: string;
  readOnly?: boolean;
  recursiveReadOnly?: string;
  subPath?: string;
  subPathExpr?: string;
}[];
type Of_containers = readonly {
  args?: readonly string[];
  command?: readonly string[];
  env?: Of_env;
  envFrom?: Of_envFrom;
  image?: string;
  imagePullPolicy?: string;
  lifecycle?: Of_lifecycle;
  livenessProbe?: Of_livenessProbe;
  name: string;
  ports?: Of_ports;
  readinessProbe?: Of_livenessProbe;
  resizePolicy?: Of_resizePolicy;
  resources?: Of_resources;
  restartPolicy?: string;
  restartPolicyRules?: Of_restartPolicyRules;
  securityContext?: Of_securityContext;
  startupProbe?: Of_livenessProbe;
  stdin?: boolean;
  stdinOnce?: boolean;
  terminationMessagePath?: string;
  terminationMessagePolicy?: string;
  tty?: boolean;
  volumeDevices?: Of_volumeDevices;
  volumeMounts?: Of_volumeMounts;
  workingDir?: string;
}[];
type Of_os = { name: string };
type Of_items = readonly { key: string; mode?: number; path: string; user?: number }[];
type Of_items2 = readonly {
  fieldRef?: Of_fieldRef;
  mode?: number;
  path: string;
  resourceFieldRef?: Of_resourceFieldRef;
  user?: number;
}[];
type Of_configMap = { items?: Of_items; name?: string; optional?: boolean };
type Of_ports2 = readonly { endPort?: number; port?: number | string; protocol?: string }[];
type Of_to = readonly {
  ipBlock?: { cidr: string; except?: readonly string[] };
  namespaceSelector?: Of_selector;
  podSelector?: Of_selector;
}[];

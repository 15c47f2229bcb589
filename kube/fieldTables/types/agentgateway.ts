// Written by `npm run schemas` from a field table: change that, not this file.
/** What the kinds of agentgateway 1.4.1 have beside their identity and status. */
export type AgentgatewayBackend = {
  spec: {
    a2a?: { host: string; port: Of_port };
    ai?: {
      groups?: readonly {
        providers: readonly {
          anthropic?: Of_anthropic;
          azure?: Of_azure;
          azureopenai?: Of_azureopenai;
          bedrock?: Of_bedrock;
          custom?: Of_custom;
          gemini?: Of_anthropic;
          host?: string;
          name: Of_name;
          openai?: Of_anthropic;
          path?: string;
          pathPrefix?: string;
          policies?: {
            ai?: Of_ai;
            auth?: Of_auth;
            health?: Of_health;
            http?: Of_http;
            tcp?: Of_tcp;
            tls?: Of_tls;
            transformation?: Of_transformation;
            tunnel?: Of_tunnel;
          };
          port?: Of_port;
          vertexai?: Of_vertexai;
        }[];
      }[];
      provider?: {
        anthropic?: Of_anthropic;
        azure?: Of_azure;
        azureopenai?: Of_azureopenai;
        bedrock?: Of_bedrock;
        custom?: Of_custom;
        gemini?: Of_anthropic;
        host?: string;
        openai?: Of_anthropic;
        path?: string;
        pathPrefix?: string;
        port?: Of_port;
        vertexai?: Of_vertexai;
      };
    };
    aws?: { agentCore?: { agentRuntimeArn: string; qualifier?: string } };
    dynamicForwardProxy?: Readonly<Record<string, unknown>>;
    mcp?: {
      failureMode?: "FailClosed" | "FailOpen";
      prefixMode?: "Always" | "Conditional" | "Never";
      sessionRouting?: "Stateful" | "Stateless";
      targets: readonly {
        name: Of_name;
        selector?: { namespaces?: Of_namespaces; services?: Of_namespaces };
        static?: {
          backendRef?: Of_caCertificateRefs;
          host?: string;
          path?: string;
          policies?: { auth?: Of_auth; http?: Of_http; tcp?: Of_tcp; tls?: Of_tls; tunnel?: Of_tunnel };
          port: Of_port;
          protocol?: "SSE" | "StreamableHTTP";
        };
      }[];
    };
    policies?: Of_policies;
    static?: { host?: string; port?: Of_port; unixPath?: string };
  };
};
export type AgentgatewayParameters = {
  spec: {
    daemonSet?: Of_daemonSet;
    deployment?: Of_daemonSet;
    env?: readonly {
      name: string;
      value?: string;
      valueFrom?: {
        configMapKeyRef?: Of_configMapKeyRef;
        fieldRef?: { apiVersion?: string; fieldPath: string };
        fileKeyRef?: { key: string; optional?: boolean; path: string; volumeName: string };
        resourceFieldRef?: { containerName?: string; divisor?: number | string; resource: string };
        secretKeyRef?: Of_configMapKeyRef;
      };
    }[];
    horizontalPodAutoscaler?: Of_daemonSet;
    image?: { digest?: string; pullPolicy?: string; registry?: string; repository?: string; tag?: string };
    istio?: {
      additionalTrustDomains?: readonly string[];
      caAddress?: string;
      clusterId?: string;
      enabled?: boolean;
      network?: string;
      trustDomain?: string;
    };
    logging?: { format?: "json" | "text"; level?: string };
    modelCatalog?: { sources?: readonly { configMap?: { key?: string; name: string } }[] };
    podDisruptionBudget?: Of_daemonSet;
    rawConfig?: Readonly<Record<string, unknown>>;
    resources?: { claims?: readonly { name: string; request?: string }[]; limits?: Of_limits; requests?: Of_limits };
    service?: Of_daemonSet;
    serviceAccount?: Of_daemonSet;
    shutdown?: { max: Of_max; min: Of_max };
    workload?: { kind?: "DaemonSet" | "Deployment" };
  };
};
export type AgentgatewayPolicy = {
  spec: {
    backend?: Of_policies;
    frontend?: {
      accessLog?: {
        attributes?: Of_attributes;
        filter?: string;
        otlp?: {
          attributes?: Of_attributes;
          backendRef: Of_backendRef2;
          filter?: string;
          path?: string;
          protocol?: "GRPC" | "HTTP";
        };
      };
      connect?: { mode: "Deny" | "Route" | "Tunnel" };
      http?: {
        http1HeaderCase?: "Lowercase" | "Preserve";
        http1IdleTimeout?: string;
        http1MaxHeaders?: number;
        http2ConnectionWindowSize?: number | string;
        http2FrameSize?: number | string;
        http2KeepaliveInterval?: string;
        http2KeepaliveTimeout?: string;
        http2MaxHeaderSize?: number | string;
        http2WindowSize?: number | string;
        maxBufferSize?: number | string;
        maxConnectionDuration?: string;
      };
      metrics?: { attributes: { add?: readonly Of_add3[] } };
      networkAuthorization?: Of_authorization;
      proxyProtocol?: { mode?: Of_mode2; version?: "All" | "V1" | "V2" };
      tcp?: { keepalive?: Of_keepalive };
      tls?: {
        alpnProtocols?: Of_alpnProtocols;
        cipherSuites?: readonly (
          | "TLS13_AES_128_GCM_SHA256"
          | "TLS13_AES_256_GCM_SHA384"
          | "TLS13_CHACHA20_POLY1305_SHA256"
          | "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"
          | "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"
          | "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"
          | "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"
          | "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"
          | "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"
        )[];
        handshakeTimeout?: string;
        keyExchangeGroups?: Of_keyExchangeGroups;
        maxProtocolVersion?: "1.2" | "1.3";
        minProtocolVersion?: "1.2" | "1.3";
      };
      tracing?: {
        attributes?: Of_attributes;
        backendRef: Of_backendRef2;
        clientSampling?: string;
        filter?: string;
        path?: string;
        protocol?: "GRPC" | "HTTP";
        randomSampling?: string;
        resources?: readonly Of_add3[];
      };
    };
    strategy?: { inheritance?: "Default" | "Override" };
    targetRefs?: readonly { group: Of_group2; kind: Of_kind2; name: string; port?: Of_port; sectionName?: Of_name }[];
    targetSelectors?: readonly {
      group: Of_group2;
      kind: Of_kind2;
      matchLabels: Readonly<Record<string, string>>;
      port?: Of_port;
      sectionName?: Of_name;
    }[];
    traffic?: {
      apiKeyAuthentication?: {
        configMapSelector?: Of_configMapSelector;
        location?: Of_source;
        mode?: Of_mode;
        secretRef?: Of_secretRef;
        secretSelector?: Of_configMapSelector;
      };
      authorization?: Of_authorization;
      basicAuthentication?: {
        location?: Of_source;
        mode?: Of_mode2;
        realm?: string;
        secretRef?: Of_secretRef2;
        users?: readonly string[];
      };
      buffer?: { request?: Of_request3; response?: Of_request3 };
      cors?: {
        allowCredentials?: boolean;
        allowHeaders?: Of_allowHeaders;
        allowMethods?: readonly (
          "GET" | "HEAD" | "POST" | "PUT" | "DELETE" | "CONNECT" | "OPTIONS" | "TRACE" | "PATCH" | "*"
        )[];
        allowOrigins?: readonly string[];
        exposeHeaders?: Of_allowHeaders;
        maxAge?: number;
      } & Readonly<Record<string, unknown>>;
      csrf?: { additionalOrigins?: Of_verifySubjectAltNames };
      delay?: { duration: string };
      directResponse?: {
        body?: string;
        bodyExpression?: string;
        conditional?: readonly {
          condition?: string;
          policy: { body?: string; bodyExpression?: string; headers?: Of_headers3; status?: Of_status };
        }[];
        headers?: Of_headers3;
        status?: Of_status;
      };
      extAuth?: {
        backendRef?: Of_backendRef2;
        cache?: Of_cache2;
        conditional?: readonly { condition?: string; policy: Of_extAuth }[];
        failureMode?: "FailClosed" | "FailOpen";
        forwardBody?: Of_forwardBody;
        grpc?: Of_grpc;
        http?: Of_http2;
      };
      extProc?: {
        backendRef?: Of_backendRef2;
        conditional?: readonly {
          condition?: string;
          policy: {
            backendRef?: Of_backendRef2;
            failureMode?: "FailClosed" | "FailOpen";
            metadataContext?: Of_metadataContext;
            processingOptions?: Of_processingOptions;
            requestAttributes?: Of_headers;
            responseAttributes?: Of_headers;
          };
        }[];
        failureMode?: "FailClosed" | "FailOpen";
        metadataContext?: Of_metadataContext;
        processingOptions?: Of_processingOptions;
        requestAttributes?: Of_headers;
        responseAttributes?: Of_headers;
      };
      headerModifiers?: Of_headers2;
      hostRewrite?: { mode: "Auto" | "None" };
      jwtAuthentication?: {
        location?: Of_source;
        mcp?: { clientId?: string; provider?: Of_provider; resourceMetadata?: Of_resourceMetadata };
        mode?: Of_mode;
        providers: readonly { audiences?: Of_resources; issuer: string; jwks: { inline?: string; remote?: Of_jwks } }[];
      };
      phase?: "PostRouting" | "PreRouting";
      rateLimit?: {
        conditional?: readonly { condition?: string; policy: { global?: Of_global; local?: Of_local } }[];
        global?: Of_global;
        local?: Of_local;
      };
      retry?: {
        attempts?: number;
        backoff?: string;
        codes?: readonly number[];
        condition?: string;
        precondition?: string;
      };
      timeouts?: { request?: string };
      transformation?: {
        conditional?: readonly { condition?: string; policy: Of_transformation }[];
        request?: Of_request;
        response?: Of_request;
      };
    };
  };
};
type Of_port = number;
type Of_anthropic = { model?: string };
type Of_azure = {
  apiVersion?: string;
  model?: string;
  projectName?: string;
  resourceName: string;
  resourceType: "Foundry" | "OpenAI";
};
type Of_azureopenai = { apiVersion?: string; deploymentName?: string; endpoint: string };
type Of_guardrail = { identifier: string; version: string };
type Of_region = string;
type Of_bedrock = { guardrail?: Of_guardrail; model?: string; region?: Of_region };
type Of_group = string;
type Of_kind = string;
type Of_backendRef = { group?: Of_group; kind?: Of_kind; name: string; port?: Of_port };
type Of_formats = readonly {
  path?: string;
  type: "AnthropicTokenCount" | "Completions" | "Embeddings" | "Messages" | "Realtime" | "Rerank" | "Responses";
}[];
type Of_custom = { backendRef?: Of_backendRef; formats: Of_formats; model?: string };
type Of_name = string;
type Of_defaults = readonly { field: string; value: unknown }[];
type Of_modelAliases = Readonly<Record<string, string>>;
type Of_append = readonly { content: string; role: string }[];
type Of_secretRef = { group?: string; kind?: string; name: string };
type Of_aws = {
  assumeRole?: {
    roleArn: string;
    sessionName?: string;
    sessionNameExpression?: string;
    tags?: readonly { expression?: string; key: string; value?: string }[];
  };
  region?: string;
  secretRef?: Of_secretRef;
  serviceName?: string;
};
type Of_cookie = { name: string };
type Of_name2 = string;
type Of_header = { name: Of_name2; prefix?: string };
type Of_location = { cookie?: Of_cookie; header?: Of_header; queryParameter?: Of_cookie };
type Of_secretRef2 = { group?: string; key?: string; kind?: string; name: string };
type Of_http = { requestTimeout?: string; version?: "HTTP1" | "HTTP2" };
type Of_keepalive = { interval?: string; retries?: number; time?: string };
type Of_tcp = { connectTimeout?: string; keepalive?: Of_keepalive };
type Of_alpnProtocols = readonly string[];
type Of_caCertificateRefs = { name?: string };
type Of_keyExchangeGroups = readonly ("P-256" | "P-384" | "X25519" | "X25519_MLKEM768")[];
type Of_verifySubjectAltNames = readonly string[];
type Of_tls = {
  alpnProtocols?: Of_alpnProtocols;
  caCertificateRefs?: readonly Of_caCertificateRefs[];
  insecureSkipVerify?: "All" | "Hostname";
  keyExchangeGroups?: Of_keyExchangeGroups;
  mtlsCertificateRef?: readonly Of_secretRef[];
  sni?: Of_name;
  verifySubjectAltNames?: Of_verifySubjectAltNames;
};
type Of_namespace = string;
type Of_backendRef2 = { group?: Of_group; kind?: Of_kind; name: string; namespace?: Of_namespace; port?: Of_port };
type Of_tunnel = { backendRef: Of_backendRef2 };
type Of_bedrockGuardrails = {
  identifier: string;
  policies?: {
    auth?: { aws?: Of_aws; key?: string; location?: Of_location; secretRef?: Of_secretRef2 };
    http?: Of_http;
    tcp?: Of_tcp;
    tls?: Of_tls;
    tunnel?: Of_tunnel;
  };
  region: string;
  version: string;
};
type Of_gcp = { audience?: string; secretRef?: Of_secretRef2; type?: "AccessToken" | "IdToken" };
type Of_googleModelArmor = {
  location?: string;
  policies?: { auth?: { gcp?: Of_gcp }; http?: Of_http; tcp?: Of_tcp; tls?: Of_tls; tunnel?: Of_tunnel };
  projectId: string;
  templateId: string;
};
type Of_regex = {
  action?: "Mask" | "Reject";
  builtins?: readonly ("CaSin" | "CreditCard" | "Email" | "PhoneNumber" | "Ssn")[];
  matches?: readonly string[];
};
type Of_response = { message?: string; statusCode?: number };
type Of_headers = Readonly<Record<string, string>>;
type Of_webhook = {
  backendRef: Of_backendRef2;
  failureMode?: "FailClosed" | "FailOpen";
  forwardHeaderMatches?: readonly { name: Of_name2; type?: "Exact" | "RegularExpression"; value: string }[];
  headers?: Of_headers;
};
type Of_promptGuard = {
  request?: readonly {
    bedrockGuardrails?: Of_bedrockGuardrails;
    googleModelArmor?: Of_googleModelArmor;
    openAIModeration?: {
      model?: string;
      policies?: {
        auth?: { key?: string; location?: Of_location; secretRef?: Of_secretRef2 };
        http?: Of_http;
        tcp?: Of_tcp;
        tls?: Of_tls;
        tunnel?: Of_tunnel;
      };
    };
    regex?: Of_regex;
    response?: Of_response;
    webhook?: Of_webhook;
  }[];
  response?: readonly {
    bedrockGuardrails?: Of_bedrockGuardrails;
    googleModelArmor?: Of_googleModelArmor;
    regex?: Of_regex;
    response?: Of_response;
    webhook?: Of_webhook;
  }[];
  streaming?: "Enabled";
};
type Of_transformations = { expression: string; field: string };
type Of_ai = {
  defaults?: Of_defaults;
  modelAliases?: Of_modelAliases;
  overrides?: Of_defaults;
  prompt?: { append?: Of_append; prepend?: Of_append };
  promptCaching?: {
    cacheMessageOffset?: number;
    cacheMessages?: boolean;
    cacheSystem?: boolean;
    cacheTools?: boolean;
    minTokens?: number;
  };
  promptGuard?: Of_promptGuard;
  routes?: Readonly<
    Record<
      string,
      | "AnthropicTokenCount"
      | "Completions"
      | "Detect"
      | "Embeddings"
      | "Messages"
      | "Models"
      | "Passthrough"
      | "Realtime"
      | "Rerank"
      | "Responses"
    >
  >;
  transformations?: readonly Of_transformations[];
};
type Of_azure2 = {
  managedIdentity?: { clientId: string; objectId: string; resourceId: string };
  secretRef?: Of_secretRef;
  workloadIdentity?: Readonly<Record<string, unknown>>;
};
type Of_credentials = readonly { location: Of_location; secretRef: Of_secretRef2 }[];
type Of_cache = { inMemory?: { defaultTtl?: string; maxEntries?: number } };
type Of_clientAuth = {
  clientId: string;
  method?: "ClientSecretBasic" | "ClientSecretPost" | "PrivateKeyJwt";
  privateKeyJwt?: {
    alg?: "ES256" | "ES384" | "PS256" | "RS256" | "RS384" | "RS512";
    assertionAudience: string;
    certificateHeader?: "x5c" | "x5t#S256";
    certificateRef?: Of_secretRef2;
    kid?: string;
    signingKeyRef: Of_secretRef2;
  };
  secretRef?: Of_secretRef2;
};
type Of_identityProvider = { backendRef: Of_backendRef2; clientAuth: Of_clientAuth; path?: string };
type Of_resources = readonly string[];
type Of_source = { cookie?: Of_cookie; expression?: string; header?: Of_header; queryParameter?: Of_cookie };
type Of_oauthTokenExchange = {
  actorToken?: { mayAct?: "Required"; source: Of_source; tokenType?: string };
  additionalParams?: Of_headers;
  audiences?: readonly string[];
  backendRef: Of_backendRef2;
  cache?: Of_cache;
  clientAuth?: Of_clientAuth;
  grantType?: "JwtBearer" | "TokenExchange";
  location?: Of_location;
  path?: string;
  requestedTokenType?: "AccessToken" | "Jwt" | "IdToken" | "IdJag";
  resources?: Of_resources;
  scopes?: Of_resources;
  subjectToken?: { source?: Of_source; tokenType?: string };
};
type Of_auth = {
  aws?: Of_aws;
  azure?: Of_azure2;
  credentials?: Of_credentials;
  crossAppAccess?: {
    audience: string;
    cache?: Of_cache;
    identityProvider: Of_identityProvider;
    resourceAuthorizationServer: Of_identityProvider;
    resources?: Of_resources;
    scopes?: Of_resources;
    subjectToken?: { source?: Of_source };
  };
  gcp?: Of_gcp;
  key?: string;
  location?: Of_location;
  oauthTokenExchange?: Of_oauthTokenExchange;
  passthrough?: Readonly<Record<string, unknown>>;
  secretRef?: Of_secretRef2;
};
type Of_healthThreshold = number;
type Of_health = {
  eviction?: {
    consecutiveFailures?: number;
    duration?: string;
    healthThreshold?: Of_healthThreshold;
    restoreHealth?: Of_healthThreshold;
  };
  unhealthyCondition?: string;
};
type Of_name3 = string;
type Of_add = readonly { name: Of_name3; value: string }[];
type Of_request = {
  add?: Of_add;
  body?: string;
  metadata?: Readonly<Record<string, string>>;
  remove?: readonly Of_name3[];
  set?: Of_add;
};
type Of_transformation = { request?: Of_request; response?: Of_request };
type Of_region2 = string;
type Of_vertexai = { model?: string; projectId: string; region?: Of_region2 };
type Of_namespaces = {
  matchExpressions?: readonly { key: string; operator: string; values?: readonly string[] }[];
  matchLabels?: Readonly<Record<string, string>>;
};
type Of_cache2 = { key: readonly string[]; maxEntries?: number; ttl: string };
type Of_forwardBody = { maxSize: number | string };
type Of_grpc = { contextExtensions?: Of_modelAliases; requestMetadata?: Of_headers };
type Of_allowedRequestHeaders = readonly string[];
type Of_http2 = {
  addRequestHeaders?: Of_headers;
  allowedRequestHeaders?: Of_allowedRequestHeaders;
  allowedResponseHeaders?: Of_allowedRequestHeaders;
  body?: string;
  path?: string;
  redirect?: string;
  responseMetadata?: Of_headers;
};
type Of_extAuth = {
  backendRef?: Of_backendRef2;
  cache?: Of_cache2;
  failureMode?: "FailClosed" | "FailOpen";
  forwardBody?: Of_forwardBody;
  grpc?: Of_grpc;
  http?: Of_http2;
};
type Of_jwks = { backendRef: Of_backendRef2; cacheDuration?: string; jwksPath: string };
type Of_mode = "Optional" | "Permissive" | "Strict";
type Of_provider = "Auth0" | "Authentik" | "Descope" | "Entra" | "Keycloak" | "Okta";
type Of_resourceMetadata = Readonly<Record<string, unknown>>;
type Of_authorization = { action?: "Allow" | "Deny" | "Require"; policy: { matchExpressions: readonly string[] } };
type Of_allowedRequestHeaders2 = readonly Of_name3[];
type Of_policies = {
  ai?: Of_ai;
  auth?: Of_auth;
  extAuth?: Of_extAuth;
  health?: Of_health;
  http?: Of_http;
  mcp?: {
    authentication?: {
      audiences?: Of_resources;
      clientId?: string;
      clientSecretRef?: Of_secretRef2;
      issuer?: string;
      jwks: Of_jwks;
      mode?: Of_mode;
      provider?: Of_provider;
      resourceMetadata?: Of_resourceMetadata;
    };
    authorization?: Of_authorization;
    guardrails?: {
      processors: readonly {
        methods: Readonly<Record<string, "Full" | "Off" | "Request" | "Response">>;
        remote?: {
          allowedRequestHeaders?: Of_allowedRequestHeaders2;
          backendRef: Of_backendRef2;
          disallowedRequestHeaders?: Of_allowedRequestHeaders2;
          failureMode?: "FailClosed" | "FailOpen";
          metadata?: Of_headers;
        };
      }[];
    };
  };
  tcp?: Of_tcp;
  tls?: Of_tls;
  transformation?: Of_transformation;
  tunnel?: Of_tunnel;
};
type Of_daemonSet = {
  metadata?: { annotations?: Readonly<Record<string, string>>; labels?: Readonly<Record<string, string>> };
  spec?: Readonly<Record<string, unknown>>;
};
type Of_configMapKeyRef = { key: string; name?: string; optional?: boolean };
type Of_limits = Readonly<Record<string, number | string>>;
type Of_max = number;
type Of_add3 = { expression: string; name: string };
type Of_attributes = { add?: readonly Of_add3[]; remove?: readonly string[] };
type Of_mode2 = "Optional" | "Strict";
type Of_group2 = string;
type Of_kind2 = string;
type Of_configMapSelector = { matchLabels: Readonly<Record<string, string>> };
type Of_request3 = { failureMode?: "FailClosed" | "FailOpen"; maxBytes?: number | string };
type Of_allowHeaders = readonly Of_name2[];
type Of_headers3 = readonly { name: Of_name2; value: string }[];
type Of_status = number;
type Of_metadataContext = Readonly<Record<string, Readonly<Record<string, string>>>>;
type Of_requestBodyMode = "Buffered" | "BufferedPartial" | "FullDuplexStreamed" | "None";
type Of_processingOptions = {
  allowModeOverride?: boolean;
  requestBodyMode?: Of_requestBodyMode;
  requestHeaderMode?: "Send" | "Skip";
  requestTrailerMode?: "Send" | "Skip";
  responseBodyMode?: Of_requestBodyMode;
  responseHeaderMode?: "Send" | "Skip";
  responseTrailerMode?: "Send" | "Skip";
};
type Of_add2 = readonly { name: Of_name2; value: string }[];
type Of_request2 = { add?: Of_add2; remove?: readonly string[]; set?: Of_add2 };
type Of_headers2 = { request?: Of_request2; response?: Of_request2 };
type Of_global = {
  backendRef: Of_backendRef2;
  descriptors: readonly {
    cost?: string;
    entries: readonly { expression: string; name: string }[];
    unit?: "Requests" | "Tokens";
  }[];
  domain: string;
  failureMode?: "FailClosed" | "FailOpen";
};
type Of_local = readonly {
  burst?: number;
  requests?: number;
  tokens?: number;
  unit: "Hours" | "Minutes" | "Seconds";
}[];

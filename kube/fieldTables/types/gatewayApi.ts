// Written by `npm run schemas` from a field table: change that, not this file.
/** What the kinds of gateway-api v1.6.1 experimental have beside their identity and status. */
export type Gateway = {
  spec: {
    addresses?: readonly { type?: string; value?: string }[];
    allowedListeners?: { namespaces?: { from?: "All" | "Selector" | "Same" | "None"; selector?: Of_selector } };
    defaultScope?: "All" | "None";
    gatewayClassName: string;
    infrastructure?: {
      annotations?: Of_options;
      labels?: Readonly<Record<string, string>>;
      parametersRef?: Of_caCertificateRefs;
    };
    listeners: Of_listeners;
    tls?: {
      backend?: { clientCertificateRef?: Of_certificateRefs };
      frontend?: { default: Of_default; perPort?: readonly { port: Of_port; tls: Of_default }[] };
    };
  };
};
export type HTTPRoute = {
  spec: {
    hostnames?: Of_hostnames;
    parentRefs?: Of_parentRefs;
    rules?: readonly {
      backendRefs?: readonly {
        filters?: Of_filters2;
        group?: Of_group3;
        kind?: Of_kind3;
        name: string;
        namespace?: Of_namespace;
        port?: Of_port;
        weight?: Of_weight;
      }[];
      filters?: Of_filters2;
      matches?: readonly {
        headers?: readonly { name: Of_name; type?: Of_type; value: Of_value }[];
        method?: "GET" | "HEAD" | "POST" | "PUT" | "DELETE" | "CONNECT" | "OPTIONS" | "TRACE" | "PATCH";
        path?: { type?: "Exact" | "PathPrefix" | "RegularExpression"; value?: string };
        queryParams?: readonly { name: Of_name; type?: Of_type; value: string }[];
      }[];
      name?: Of_sectionName;
      retry?: { attempts?: number; backoff?: string; codes?: readonly number[] };
      sessionPersistence?: Of_sessionPersistence;
      timeouts?: { backendRequest?: string; request?: string };
    }[];
    useDefaultGateways?: "All" | "None";
  };
};
type Of_selector = {
  matchExpressions?: readonly { key: string; operator: string; values?: readonly string[] }[];
  matchLabels?: Readonly<Record<string, string>>;
};
type Of_options = Readonly<Record<string, string>>;
type Of_group = string;
type Of_kind = string;
type Of_caCertificateRefs = { group: Of_group; kind: Of_kind; name: string };
type Of_group2 = string;
type Of_hostname = string;
type Of_sectionName = string;
type Of_port = number;
type Of_group3 = string;
type Of_namespace = string;
type Of_certificateRefs = { group?: Of_group3; kind?: string; name: string; namespace?: Of_namespace };
type Of_listeners = readonly {
  allowedRoutes?: {
    kinds?: readonly { group?: Of_group2; kind: Of_kind }[];
    namespaces?: { from?: "All" | "Selector" | "Same"; selector?: Of_selector };
  };
  hostname?: Of_hostname;
  name: Of_sectionName;
  port: Of_port;
  protocol: string;
  tls?: { certificateRefs?: readonly Of_certificateRefs[]; mode?: "Terminate" | "Passthrough"; options?: Of_options };
}[];
type Of_parametersRef = { group: Of_group; kind: Of_kind; name: string; namespace?: Of_namespace };
type Of_default = {
  validation?: { caCertificateRefs: readonly Of_parametersRef[]; mode?: "AllowValidOnly" | "AllowInsecureFallback" };
};
type Of_hostnames = readonly Of_hostname[];
type Of_kind2 = string;
type Of_parentRefs = readonly {
  group?: Of_group2;
  kind?: Of_kind2;
  name: string;
  namespace?: Of_namespace;
  port?: Of_port;
  sectionName?: Of_sectionName;
}[];
type Of_name = string;
type Of_allowHeaders = readonly Of_name[];
type Of_kind3 = string;
type Of_backendRef = { group?: Of_group3; kind?: Of_kind3; name: string; namespace?: Of_namespace; port?: Of_port };
type Of_allowedHeaders = readonly string[];
type Of_value = string;
type Of_add = readonly { name: Of_name; value: Of_value }[];
type Of_requestHeaderModifier = { add?: Of_add; remove?: readonly string[]; set?: Of_add };
type Of_requestMirror = {
  backendRef: Of_backendRef;
  fraction?: { denominator?: number; numerator: number };
  percent?: number;
};
type Of_path = {
  replaceFullPath?: string;
  replacePrefixMatch?: string;
  type: "ReplaceFullPath" | "ReplacePrefixMatch";
};
type Of_filters2 = readonly {
  cors?: {
    allowCredentials?: boolean;
    allowHeaders?: Of_allowHeaders;
    allowMethods?: readonly (
      "GET" | "HEAD" | "POST" | "PUT" | "DELETE" | "CONNECT" | "OPTIONS" | "TRACE" | "PATCH" | "*"
    )[];
    allowOrigins?: readonly string[];
    exposeHeaders?: Of_allowHeaders;
    maxAge?: number;
  };
  extensionRef?: Of_caCertificateRefs;
  externalAuth?: {
    backendRef: Of_backendRef;
    forwardBody?: { maxSize?: number };
    grpc?: { allowedHeaders?: Of_allowedHeaders };
    http?: { allowedHeaders?: Of_allowedHeaders; allowedResponseHeaders?: Of_allowedHeaders; path?: string };
    protocol: "HTTP" | "GRPC";
  };
  requestHeaderModifier?: Of_requestHeaderModifier;
  requestMirror?: Of_requestMirror;
  requestRedirect?: {
    hostname?: Of_sectionName;
    path?: Of_path;
    port?: Of_port;
    scheme?: "http" | "https";
    statusCode?: 301 | 302 | 303 | 307 | 308;
  };
  responseHeaderModifier?: Of_requestHeaderModifier;
  type:
    | "RequestHeaderModifier"
    | "ResponseHeaderModifier"
    | "RequestMirror"
    | "RequestRedirect"
    | "URLRewrite"
    | "ExtensionRef"
    | "CORS"
    | "ExternalAuth";
  urlRewrite?: { hostname?: Of_sectionName; path?: Of_path };
}[];
type Of_weight = number;
type Of_type = "Exact" | "RegularExpression";
type Of_sessionPersistence = {
  absoluteTimeout?: string;
  cookieConfig?: { lifetimeType?: "Permanent" | "Session" };
  sessionName?: string;
  type?: "Cookie" | "Header";
};

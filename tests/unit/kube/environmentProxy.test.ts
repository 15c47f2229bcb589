import assert from "node:assert/strict";
import { environmentProxy } from "../../../kube/environmentProxy";

const PROXY = "http://proxy.internal:3128";

describe("the proxy of the environment", () => {
  const proxied = (server: string, NO_PROXY?: string) =>
    environmentProxy(server, { HTTPS_PROXY: PROXY, ...(NO_PROXY !== undefined && { NO_PROXY }) }) === PROXY;

  it("is that of the server's protocol, by the name in either case, the upper one first", () => {
    const both = { HTTPS_PROXY: "https://secure:443", http_proxy: "proxy:80", https_proxy: "http://other" };
    assert.equal(environmentProxy("https://api.example.com", both), "https://secure:443");
    assert.equal(environmentProxy("http://api.example.com", both), "http://proxy:80");
    assert.equal(environmentProxy("https://api.example.com", { HTTPS_PROXY: "socks5://a:1080" }), "socks5://a:1080");
    for (const env of [{}, { HTTPS_PROXY: "" }, { HTTP_PROXY: PROXY }])
      assert.equal(environmentProxy("https://api.example.com", env), undefined);
  });

  it("is for no server on loopback", () => {
    for (const host of ["localhost:6443", "127.0.0.1", "127.8.9.1:6443", "[::1]:6443"])
      assert.equal(proxied(`https://${host}`), false, host);
    assert.equal(proxied("https://128.0.0.1"), true);
  });

  const excepted: [entry: string, server: string, direct: boolean][] = [
    ["*", "https://api.example.com", true],
    ["", "https://api.example.com", false],
    ["example.com", "https://example.com", true],
    ["example.com", "https://api.example.com:6443", true],
    ["example.com", "https://notexample.com", false],
    [".example.com", "https://api.example.com", true],
    [".example.com", "https://example.com", false],
    ["*.example.com", "https://api.example.com", true],
    ["other.org, API.Example.com", "https://api.example.com", true],
    ["api.example.com:6443", "https://api.example.com:6443", true],
    ["api.example.com:443", "https://api.example.com", true],
    ["api.example.com:443", "https://api.example.com:6443", false],
    ["10.0.0.5", "https://10.0.0.5:6443", true],
    ["10.0.0.5:6443", "https://10.0.0.5:6443", true],
    ["10.0.0.5:443", "https://10.0.0.5:6443", false],
    ["10.0.0.0/8", "https://10.20.30.40:6443", true],
    ["10.0.0.0/8", "https://11.0.0.1", false],
    ["10.0.0.0/8", "https://api.example.com", false],
    ["10.0.0.0/99", "https://10.0.0.1", false],
    ["fd00::/8", "https://[fd12::1]:6443", true],
    ["fd12::1", "https://[fd12::1]:6443", true],
    ["[fd12::1]:6443", "https://[fd12::1]:6443", true],
    ["fd12::2", "https://[fd12::1]:6443", false],
  ];
  for (const [entry, server, direct] of excepted)
    it(`${direct ? "is not" : "is"} for ${server} where NO_PROXY is "${entry}"`, () =>
      assert.equal(proxied(server, entry), !direct));
});

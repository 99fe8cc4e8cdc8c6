// What kubectl does is on the page a moment later, without a reload.
import { expect, test } from "../fixtures/cluster.ts";
import { ingress } from "../fixtures/objects.ts";

const SOON = { timeout: 3_000 };

test("an Ingress appears, changes and vanishes as kubectl applies and deletes it", async ({
  dashboardPage,
  kubectl,
  namespace,
}) => {
  await dashboardPage.open(`?q=${namespace}`);
  const documentId = await dashboardPage.documentId();
  const row = dashboardPage.row(`${namespace}/web`);
  await expect(row).toHaveCount(0);

  await kubectl.apply(ingress(namespace, "web", { host: "first.example.com", className: "nginx" }));
  await expect(row).toBeVisible(SOON);
  await expect(dashboardPage.cell(row, "hosts")).toContainText("first.example.com");
  await expect(dashboardPage.cell(row, "class")).toContainText("nginx");
  await expect(dashboardPage.cell(row, "paths")).toContainText(/\/.*web:80/s);

  await kubectl.apply(ingress(namespace, "web", { host: "second.example.com", path: "/cart", service: "cart", tls: true }));
  await expect(dashboardPage.cell(row, "hosts")).toContainText("second.example.com", SOON);
  await expect(dashboardPage.cell(row, "hosts")).not.toContainText("first.example.com");
  await expect(dashboardPage.cell(row, "paths")).toContainText(/\/cart.*cart:80/s);
  await expect(dashboardPage.cell(row, "hosts").getByRole("link")).toHaveAttribute("href", /^https:\/\/second\.example\.com/);

  await kubectl.deleteIngress(namespace, "web");
  await expect(row).toHaveCount(0, SOON);
  expect(await dashboardPage.documentId(), "the page was not reloaded").toBe(documentId);
});

test("the address that a controller assigns is shown when it comes", async ({ dashboardPage, kubectl, namespace }) => {
  await kubectl.apply(ingress(namespace, "web"));
  await dashboardPage.open(`?q=${namespace}`);
  const row = dashboardPage.row(`${namespace}/web`);
  await expect(row).toBeVisible(SOON);

  const status = { status: { loadBalancer: { ingress: [{ ip: "203.0.113.7" }] } } };
  const patch = ["patch", "ingress", "web", "--namespace", namespace, "--subresource", "status", "--type", "merge"];
  await kubectl.run([...patch, "--patch", JSON.stringify(status)]);
  await expect(dashboardPage.cell(row, "address")).toContainText("203.0.113.7", SOON);
});

test("many Ingresses applied at once all arrive, and the counts say so", async ({ dashboardPage, kubectl, namespace }) => {
  await dashboardPage.open(`?q=${namespace}`);
  const names = Array.from({ length: 25 }, (_, index) => `web-${index}`);
  await kubectl.apply(...names.map((name) => ingress(namespace, name)));
  await expect.poll(() => dashboardPage.count(), SOON).toBe(25);
  await expect(dashboardPage.counts).toContainText(/^\s*25\b/);

  await kubectl.run(["delete", "ingress", "--all", "--namespace", namespace]);
  await expect(dashboardPage.rows).toHaveCount(0, SOON);
});

// Lists: names for people, and all of them.
import assert from 'node:assert/strict';
import { press, sees } from '../support/chromium.mjs';
import { application, open, person, test } from '../support/world.mjs';

const GUID = /[0-9a-f]{8}-[0-9a-f]{4}-|con_/i;

test('more connections than one answer holds are all there, by their names', async () => {
  const { tenantId, userId } = person();
  const rows = Array.from({ length: 57 }, (_, at) => (
    { provider: 'crm', tenantId, userId, label: `shop-${at}`, credential: `key-${at}`, credentialType: 'api_key' }));
  await application.authpipe.storeCredentials(rows);
  const page = await open('/connections?provider=crm');
  await sees(page, 'shop-56');
  const items = await page.$$eval('li', (all) => all.map((one) => one.innerText));
  assert.equal(items.length, 57);
  for (const item of items) assert.doesNotMatch(item, GUID);
  await press(page, 'Disconnect');
  await page.waitForFunction(() => document.querySelectorAll('li').length === 56);
});

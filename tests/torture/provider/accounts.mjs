// What the provider has issued, in memory. Its own adapter forgets all but the last thousand; a torture makes more, and a token that
// is forgotten would be taken for one that was revoked.

const OF_A_GRANT = new Set(['AccessToken', 'AuthorizationCode', 'RefreshToken']);

/** @returns an adapter for `oidc-provider` that forgets only what is revoked or removed. */
export function adapter() {
  const rows = new Map();
  const ofGrant = new Map();
  return class {
    constructor(model) {
      this.model = model;
    }
    key(id) {
      return `${this.model}:${id}`;
    }
    async upsert(id, payload) {
      const key = this.key(id);
      rows.set(key, payload);
      if (payload.uid) rows.set(`uid:${payload.uid}`, key);
      if (!payload.grantId || !OF_A_GRANT.has(this.model)) return;
      if (!ofGrant.has(payload.grantId)) ofGrant.set(payload.grantId, new Set());
      ofGrant.get(payload.grantId).add(key);
    }
    async find(id) {
      return rows.get(this.key(id));
    }
    async findByUid(uid) {
      return rows.get(rows.get(`uid:${uid}`));
    }
    async consume(id) {
      rows.get(this.key(id)).consumed = Math.floor(Date.now() / 1000);
    }
    async destroy(id) {
      rows.delete(this.key(id));
    }
    async revokeByGrantId(grantId) {
      for (const key of ofGrant.get(grantId) ?? []) rows.delete(key);
      ofGrant.delete(grantId);
    }
  };
}

/* Names of those who act: a state by its name in the ledger, others by theirs. */

export class Names {
  constructor(entities = []) {
    this.name = new Map();
    this.country = new Map();
    for (const e of entities) {
      this.country.set(e.id, e.country);
      if (e.kind === 'state' && e.country) this.name.set(e.country, e.name);
      else if (!this.name.has(e.id)) this.name.set(e.id, e.name);
    }
  }

  meet(role) {
    if (role.country) this.country.set(role.entity, role.country);
    const key = role.country || role.entity;
    if (!this.name.has(key) && (!role.country || role.entity === role.country)) this.name.set(key, role.name || role.role || role.code);
  }

  principalOf(entity) {
    return this.country.get(entity) || entity;
  }

  of(key) {
    return this.name.get(key) || key || 'nobody named';
  }

  list(keys) {
    return keys.length ? keys.map(k => this.of(k)).join(', ') : 'nobody named';
  }

  pair(key) {
    const [a, b] = key.split('|');
    if (!a && !b) return 'nobody named';
    if (!b) return `${this.of(a)}, alone`;
    return a === b ? `${this.of(a)}, inside` : `${this.of(a)} – ${this.of(b)}`;
  }
}

/* The ledger inside a report file: two blocks, each deflated and in base64: the tables, and the stories with their texts. */
import { Memory } from './memory.js';

async function block(id) {
  const bytes = Uint8Array.from(atob(document.getElementById(id).textContent.trim()), c => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  return JSON.parse(await new Response(stream).text());
}

export async function openEmbedded() {
  const data = await block('ledger-tables');
  let stories = null;
  const getStory = async id => {
    stories = stories || block('ledger-stories').then(list => new Map(list.map(s => [s.id, s])));
    return (await stories).get(id) || null;
  };
  const memory = new Memory(data, getStory);
  memory.meta = { live: false, version: data.version, name: data.name };
  return memory;
}

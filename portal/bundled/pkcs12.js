// Opens a PKCS#12 file inside the page: its certificates, and a key that can sign and not be read.
// Put into one file by the set-up (setup/assets.json), loaded only when somebody signs this way.

import forge from 'node-forge/lib/forge.js';
import 'node-forge/lib/pkcs12.js';

const { asn1, pki, pkcs12, util } = forge;
const CURVES = { '1.2.840.10045.3.1.7': 'P-256', '1.3.132.0.34': 'P-384' };
const RSA = '1.2.840.113549.1.1.1';
const ELLIPTIC = '1.2.840.10045.2.1';

// PBES2 takes the password as UTF-8 (RFC 8018); the library hands over its letters as they are.
const plain = pki.pbe.getCipherForPBES2;
pki.pbe.getCipherForPBES2 = (oid, params, password) => plain(oid, params, util.encodeUtf8(password));

// A certificate stays the bytes that it is: the library would read and write it anew.
pki.certificateFromAsn1 = () => {
  throw new Error('left as it is');
};

/* What went wrong, by a word that the page has a sentence for. */
export class Unopened extends Error {}

/* { chain: [DER...], sign(bytes) -> Promise<bytes> } of the file's first key. */
export async function open(bytes, password) {
  const file = parsed(bytes);
  let opened;
  try {
    opened = pkcs12.pkcs12FromAsn1(file, false, password);
  } catch (fault) {
    throw new Unopened(/password|MAC/i.test(fault.message) ? 'password' : 'broken');
  }
  const bag = keyBag(opened);
  if (!bag) throw new Unopened('keyless');
  const { key, algorithm } = await imported(bag);
  const sign = async (data) => new Uint8Array(await crypto.subtle.sign(algorithm, key, data));
  return { chain: chainOf(opened, bag), sign };
}

function parsed(bytes) {
  try {
    const file = asn1.fromDer(util.createBuffer(bytes), { strict: true, parseAllBytes: false });
    if (file.value[0].value === '\x03' && file.value.length > 1) return file;
  } catch {
    // Not even ASN.1: told below like any other file that is none.
  }
  throw new Unopened('other');
}

function bagsOf(opened, kind) {
  return opened.getBags({ bagType: pki.oids[kind] })[pki.oids[kind]] ?? [];
}

function keyBag(opened) {
  return [...bagsOf(opened, 'pkcs8ShroudedKeyBag'), ...bagsOf(opened, 'keyBag')][0];
}

/* The certificate that names the same key first, the others after it. */
function chainOf(opened, key) {
  const name = (bag) => bag.attributes.localKeyId?.[0];
  const bags = bagsOf(opened, 'certBag');
  const own = bags.filter((bag) => name(bag) !== undefined && name(bag) === name(key));
  const ordered = [...own, ...bags.filter((bag) => !own.includes(bag))];
  if (!ordered.length) throw new Unopened('keyless');
  return ordered.map((bag) => der(bag.asn1));
}

async function imported(bag) {
  const info = bag.key ? pki.wrapRsaPrivateKey(pki.privateKeyToAsn1(bag.key)) : bag.asn1;
  const [kind, params] = info.value[1].value;
  const oid = asn1.derToOid(kind.value);
  // The salt is for signing alone; the server knows it too (procedures/schemes.py).
  let algorithm = { name: 'RSA-PSS', hash: 'SHA-256', saltLength: 32 };
  if (oid === ELLIPTIC) {
    algorithm = { name: 'ECDSA', namedCurve: CURVES[asn1.derToOid(params.value)], hash: 'SHA-256' };
  }
  if (oid !== RSA && !algorithm.namedCurve) throw new Unopened('kind');
  try {
    const key = await crypto.subtle.importKey('pkcs8', der(info), algorithm, false, ['sign']);
    return { key, algorithm };
  } catch {
    throw new Unopened('kind');
  }
}

function der(node) {
  return Uint8Array.from(asn1.toDer(node).getBytes(), (letter) => letter.charCodeAt(0));
}

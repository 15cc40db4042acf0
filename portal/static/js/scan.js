// Reads the QR code of a paper with the camera, on this device alone, and leads to its page.
//
// The box stays hidden where there is no camera to ask for; the code and the file are always there.
// Only the code of a paper is taken from what is read: no other address is ever followed.

const box = document.querySelector('[data-scan]');
const PAPER = /\/xac-minh\/([0-9A-Za-z]{8,40})\/?$/;

function codeOf(text) {
  try {
    return PAPER.exec(new URL(text).pathname)?.[1];
  } catch {
    return undefined;
  }
}

async function set(scan) {
  const { hasCamera, watch } = await import(scan.dataset.camera);
  if (!hasCamera()) return;
  const words = scan.querySelector('[role="status"]');
  const say = (text) => {
    if (words.textContent !== text) words.textContent = text;
  };
  const parts = {
    reader: scan.dataset.scan,
    start: scan.querySelector('[data-scan-start]'),
    stop: scan.querySelector('[data-scan-stop]'),
    view: scan.querySelector('[data-scan-view]'),
    video: scan.querySelector('video'),
  };
  watch(parts, {
    found(text) {
      const code = codeOf(text);
      if (code) location.assign(`${scan.dataset.papers}/${code}`);
      else say(scan.dataset.foreign);
      return Boolean(code);
    },
    opened: () => say(scan.dataset.hold),
    closed: () => say(''),
    refused: () => say(scan.dataset.refused),
  });
  scan.hidden = false;
}

if (box) set(box);

// Reads the QR code of a paper with the camera, on this device alone, and leads to its page.
//
// The box stays hidden where there is no camera to ask for; the code and the file are always there.
// Only the code of a paper is taken from what is read: no other address is ever followed.

const box = document.querySelector('[data-scan]');
const PAUSE = 120;
const WIDEST = 800;
const PAPER = /\/xac-minh\/([0-9A-Za-z]{8,40})\/?$/;

function load(address) {
  return new Promise((resolve, reject) => {
    if (window.jsQR) return resolve();
    const script = document.createElement('script');
    script.src = address;
    script.onload = resolve;
    script.onerror = reject;
    return document.head.append(script);
  });
}

/* The picture of this moment, small enough to be read quickly. */
function picture(video, canvas) {
  const scale = Math.min(1, WIDEST / video.videoWidth);
  canvas.width = video.videoWidth * scale;
  canvas.height = video.videoHeight * scale;
  const drawing = canvas.getContext('2d', { willReadFrequently: true });
  drawing.drawImage(video, 0, 0, canvas.width, canvas.height);
  return drawing.getImageData(0, 0, canvas.width, canvas.height);
}

function codeOf(text) {
  try {
    return PAPER.exec(new URL(text).pathname)?.[1];
  } catch {
    return undefined;
  }
}

function set(scan) {
  const start = scan.querySelector('[data-scan-start]');
  const stop = scan.querySelector('[data-scan-stop]');
  const view = scan.querySelector('[data-scan-view]');
  const video = scan.querySelector('video');
  const words = scan.querySelector('[role="status"]');
  const canvas = document.createElement('canvas');
  let camera = null;

  function close() {
    for (const track of camera?.getTracks() ?? []) track.stop();
    camera = null;
    video.srcObject = null;
    view.hidden = true;
    start.hidden = false;
  }

  function look() {
    if (!camera) return;
    const seen = video.videoWidth ? picture(video, canvas) : null;
    const read = seen && window.jsQR(seen.data, seen.width, seen.height, { inversionAttempts: 'dontInvert' });
    const code = read && codeOf(read.data);
    if (code) {
      close();
      location.assign(`${scan.dataset.papers}/${code}`);
      return;
    }
    if (read?.data && words.textContent !== scan.dataset.foreign) words.textContent = scan.dataset.foreign;
    setTimeout(look, PAUSE);
  }

  start.addEventListener('click', async () => {
    start.disabled = true;
    words.textContent = '';
    try {
      await load(scan.dataset.scan);
      camera = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
      video.srcObject = camera;
      start.hidden = true;
      view.hidden = false;
      words.textContent = scan.dataset.hold;
      stop.focus();
      await video.play();
      look();
    } catch {
      close();
      words.textContent = scan.dataset.refused;
    }
    start.disabled = false;
  });
  stop.addEventListener('click', () => {
    close();
    words.textContent = '';
    start.focus();
  });
  window.addEventListener('pagehide', close);
  scan.hidden = false;
}

if (box && navigator.mediaDevices?.getUserMedia) set(box);

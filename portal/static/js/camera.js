// Reads QR codes from the camera or from a picture, on this device alone.
//
// jsQR is fetched from `reader` when it is first needed; a page that works offline keeps both files.

const PAUSE = 120;
const SMALL = 1000;
const LARGE = 2600;
const canvas = document.createElement('canvas');

function load(reader) {
  if (window.jsQR) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = reader;
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
}

function read(source, width, height, widest, most = 1) {
  const scale = Math.min(most, widest / Math.max(width, height));
  canvas.width = width * scale;
  canvas.height = height * scale;
  const drawing = canvas.getContext('2d', { willReadFrequently: true });
  drawing.drawImage(source, 0, 0, canvas.width, canvas.height);
  const { data } = drawing.getImageData(0, 0, canvas.width, canvas.height);
  return window.jsQR(data, canvas.width, canvas.height, { inversionAttempts: 'dontInvert' })?.data;
}

/* What the code in a picture says; undefined when none is found. A small code in a whole page needs
   the larger look, and a coarse picture is made out only when it is enlarged. */
export async function readPicture(reader, file) {
  await load(reader);
  const picture = await createImageBitmap(file);
  const { width, height } = picture;
  return read(picture, width, height, SMALL) || read(picture, width, height, LARGE, 2);
}

/* Lets `start` open the camera and `stop` close it. `found` is asked of each code that is read, and
   answers whether to look no further; `opened`, `closed` and `refused` are told. */
export function watch({ reader, start, stop, view, video }, { found, opened, closed, refused }) {
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
    const text = video.videoWidth ? read(video, video.videoWidth, video.videoHeight, SMALL) : '';
    if (text && found(text)) close();
    else setTimeout(look, PAUSE);
  }

  start.addEventListener('click', async () => {
    start.disabled = true;
    closed();
    try {
      await load(reader);
      camera = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
      video.srcObject = camera;
      start.hidden = true;
      view.hidden = false;
      opened();
      stop.focus();
      await video.play();
      look();
    } catch {
      close();
      refused();
    }
    start.disabled = false;
  });
  stop.addEventListener('click', () => {
    close();
    closed();
    start.focus();
  });
  window.addEventListener('pagehide', close);
}

/* Whether there is a camera to ask for. */
export const hasCamera = () => Boolean(navigator.mediaDevices?.getUserMedia);

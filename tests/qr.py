"""Reading the QR codes in a picture, as a phone does."""

from __future__ import annotations

import base64

import zxingcpp
from playwright.sync_api import Page

# Chromium itself unpacks what it has drawn: each pixel's green is as grey as a reader needs.
GREY = """async (png) => {
  const picture = new Image();
  picture.src = `data:image/png;base64,${png}`;
  await picture.decode();
  const canvas = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
  canvas.drawImage(picture, 0, 0);
  const { data } = canvas.getImageData(0, 0, picture.width, picture.height);
  let grey = "";
  for (let at = 1; at < data.length; at += 4) grey += String.fromCharCode(data[at]);
  return [picture.width, picture.height, btoa(grey)];
}"""


def read_codes(unpacking: Page, png: bytes) -> list[str]:
    """Return what a phone reads of the QR codes in a screenshot, which the page ``unpacking`` unpacks."""
    width, height, grey = unpacking.evaluate(GREY, base64.b64encode(png).decode())
    pixels = memoryview(base64.b64decode(grey)).cast("B", shape=[height, width])
    return [code.text for code in zxingcpp.read_barcodes(pixels)]

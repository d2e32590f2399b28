/** The icons of window and tray, in the sizes and colours each system wants (made by scripts/make-icons.mjs). */
import { nativeImage, type NativeImage } from 'electron';
import tray16 from './icons/tray-16.png?inline';
import tray24 from './icons/tray-24.png?inline';
import tray32 from './icons/tray-32.png?inline';
import template16 from './icons/tray-template-16.png?inline';
import template32 from './icons/tray-template-32.png?inline';
import window256 from './icons/window.png?inline';

export function windowIcon(): NativeImage {
  return nativeImage.createFromDataURL(window256);
}

/** macOS draws a tray icon itself, light or dark, from its shape alone. */
export function trayIcon(platform: NodeJS.Platform): NativeImage {
  if (platform !== 'darwin') return withScales({ 1: tray16, 1.5: tray24, 2: tray32 });
  const template = withScales({ 1: template16, 2: template32 });
  template.setTemplateImage(true);
  return template;
}

function withScales(dataUrls: Readonly<Record<number, string>>): NativeImage {
  const image = nativeImage.createEmpty();
  for (const [scale, dataURL] of Object.entries(dataUrls))
    image.addRepresentation({ scaleFactor: Number(scale), dataURL });
  return image;
}

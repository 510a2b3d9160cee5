import './css/share.css'
import { previewAddress, shareAddress } from './share/address.ts'
import { wireCopying } from './share/copying.ts'
import { wireTabs } from './share/tabs.ts'
import { wirePreview } from './share/preview.ts'

// Pages on which a map is put on another website, or composed. All they say and do stands without this, too: here it happens at once.
const frame = document.querySelector<HTMLIFrameElement>('iframe[data-frame]')
const share = document.querySelector<HTMLFormElement>('form[data-share]')
const compose = document.querySelector<HTMLFormElement>('form[data-compose]')
const tabs = document.querySelector<HTMLElement>('[data-tabs]')
const said = document.querySelector<HTMLElement>('[data-said]')

if (tabs) wireTabs(tabs)
if (said) wireCopying(document, said)
if (frame && share) wirePreview(share, frame, () => shareAddress(share.action, new FormData(share)))
if (frame && compose) wirePreview(compose, frame, () => previewAddress(compose.dataset['preview'] ?? '', new FormData(compose)))

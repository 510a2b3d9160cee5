import './css/embed.css'
import { readConfig } from './embed/config.ts'
import { tellHeight } from './embed/height.ts'
import { start } from './embed/start.ts'

tellHeight()
const figure = document.querySelector<HTMLElement>('figure[data-embed]')
const config = readConfig(document)
if (figure && config) void start(figure, config)

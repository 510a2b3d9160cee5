import './css/embed.css'

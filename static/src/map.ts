import './css/explorer.css'

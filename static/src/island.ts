import './css/island.css'

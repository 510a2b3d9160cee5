import './css/page.css'

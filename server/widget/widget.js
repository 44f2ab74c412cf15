// <script type="module" src="https://HOST/widget.js"></script><yuqi-chat></yuqi-chat>
// The entry: this file alone registers the element. Import chat-widget.js to name it yourself.

import { YuqiChat } from './chat-widget.js';

if (!customElements.get('yuqi-chat')) customElements.define('yuqi-chat', YuqiChat);

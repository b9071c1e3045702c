// What a browser does by itself, and the pages beside the connect button: the handler and the provider emulator, in Chromium.
import '../support/world.mjs';
import './callbacks.mjs';
import './installations.mjs';
import './lists.mjs';

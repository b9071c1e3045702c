// What a person sees and what a browser does by itself: the components, the handler and the provider emulator, in Chromium.
import '../support/world.mjs';
import './buttons.mjs';
import './callbacks.mjs';
import './installations.mjs';
import './lists.mjs';

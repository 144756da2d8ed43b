import cell from '../../../icons/cell.svg';
import chevron from '../../../icons/chevron-right.svg';
import error from '../../../icons/error.svg';
import estimated from '../../../icons/estimated.svg';
import frame from '../../../icons/frame.svg';
import group from '../../../icons/group.svg';
import hint from '../../../icons/hint.svg';
import interrupted from '../../../icons/interrupted.svg';
import model from '../../../icons/model.svg';
import more from '../../../icons/more.svg';
import ok from '../../../icons/ok.svg';
import paused from '../../../icons/paused.svg';
import queued from '../../../icons/queued.svg';
import replayed from '../../../icons/replayed.svg';
import running from '../../../icons/running.svg';
import simulated from '../../../icons/simulated.svg';
import sub from '../../../icons/sub.svg';
import turn from '../../../icons/turn.svg';
import warning from '../../../icons/warning.svg';

const Sources = {cell, chevron, error, estimated, frame, group, hint, interrupted, model, more, ok, paused, queued, replayed, running, simulated, sub, turn, warning};
const parsed = {};

// The drawings of the window, coloured by the text around them. Words stand beside every one: screen readers skip it.
export function icon(name, kind = name) {
    parsed[name] ??= new DOMParser().parseFromString(Sources[name], 'image/svg+xml').documentElement;
    const image = document.importNode(parsed[name], true);
    image.setAttribute('class', `icon kind-${kind}`);
    image.setAttribute('aria-hidden', 'true');
    image.setAttribute('focusable', 'false');
    return image;
}

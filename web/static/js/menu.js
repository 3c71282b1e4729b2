// Menus: popovers beside the button that opens them.

/** Opens or closes a menu below a button, inside the window. */
export function openBelow(menu, by) {
  menu.togglePopover();
  if (!menu.matches(':popover-open')) return;
  const button = by.getBoundingClientRect();
  menu.style.top = `${Math.max(8, Math.min(button.bottom + 6, innerHeight - menu.offsetHeight - 8))}px`;
  menu.style.left = `${Math.max(8, Math.min(button.right, innerWidth - 8) - menu.offsetWidth)}px`;
}

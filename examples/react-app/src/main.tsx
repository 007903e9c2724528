import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { settings } from "./settings";
import "./styles/base.css";
import "./styles/layout.css";
import "./styles/parts.css";
import "./styles/rows.css";
import "./styles/tiles.css";
import "./styles/realtime.css";
import "./styles/popover.css";
import "./styles/feed.css";
import "./styles/debug.css";

const root = document.getElementById("root");
if (!root) throw new Error("the page has no element #root");
createRoot(root).render(
  <StrictMode>
    <App {...settings()} />
  </StrictMode>,
);

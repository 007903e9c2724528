// An application without realtime, using of React what the other one uses.
import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { createRoot } from "react-dom/client";

const Context = createContext(0);

function Page() {
  const [state] = useState(0);
  const ref = useRef(state);
  const value = useMemo(() => ref, []);
  const subscribe = useCallback(() => () => value, [value]);
  useEffect(() => {});
  return <p>{useContext(Context) + useSyncExternalStore(subscribe, () => 0)}</p>;
}

createRoot(document.body).render(<Page />);

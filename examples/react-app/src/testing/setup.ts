import { configure } from "@testing-library/react";

// A machine that is busy is no failure.
configure({ asyncUtilTimeout: 10_000 });

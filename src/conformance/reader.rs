//! What whoever reads frames has to keep.

requirements! { Reader }

//! How a payload is made: the macros behind `new` and the setters. Names that they cannot make are given
//! to them, and checked.

/// `new`, from the required keys of an object.
macro_rules! constructor {
    // The required keys, in this order: types tell them apart.
    ([] $name:ident
        [$({ $docs:tt $deprecated:tt $field:ident [$type:ty] })*]
        [$({ $_docs:tt $_deprecated:tt $setter:ident $optional:ident [$_type:ty] })*]
    ) => {
        impl $name {
            /// Builds it from its required keys; the optional ones are absent until set.
            #[allow(clippy::new_without_default, clippy::too_many_arguments)]
            pub fn new($($field: $type),*) -> Self {
                $name { $($field,)* $($optional: None,)* }
            }
        }

        const _: () = crate::payload::name::assert_told_apart(
            stringify!($name),
            &[$((stringify!($field), stringify!($type))),*],
        );
    };
    // The required keys by their names.
    ([$parts:ident] $name:ident
        [$({ [$($doc:literal)+] [$($deprecated:tt)*] $field:ident [$type:ty] })*]
        [$({ $_docs:tt $_deprecated:tt $setter:ident $optional:ident [$_type:ty] })*]
    ) => {
        #[doc = concat!("The required keys of [`", stringify!($name), "`], for")]
        #[doc = concat!("[`", stringify!($name), "::new`]: a literal that leaves one out does not")]
        /// compile. A key that becomes required later breaks it, as it breaks every producer on the wire.
        #[derive(Clone, Debug)]
        #[allow(clippy::exhaustive_structs)]
        pub struct $parts {
            $(
                $(#[doc = $doc])+
                #[doc = deprecation_paragraph!($($deprecated)*)]
                pub $field: $type,
            )*
        }

        impl $name {
            /// Builds it from its required keys; the optional ones are absent until set.
            pub fn new(parts: $parts) -> Self {
                $name { $($field: parts.$field,)* $($optional: None,)* }
            }
        }

        const _: () = crate::payload::name::assert_parts(stringify!($name), stringify!($parts));
    };
}

/// A setter for each key that may be absent.
macro_rules! setters {
    ($name:ident []) => {};
    ($name:ident
        [$({ [$($doc:literal)+] [$($deprecated:tt)*] $setter:ident $field:ident [$type:ty] })+]
    ) => {
        impl $name {
            $(
                #[doc = concat!("Sets [`", stringify!($field), "`](field@Self::", stringify!($field), ");")]
                /// `None` leaves the key out.
                ///
                $(#[doc = $doc])+
                #[doc = deprecation_paragraph!($($deprecated)*)]
                #[must_use]
                pub fn $setter(mut self, $field: impl Into<Option<$type>>) -> Self {
                    self.$field = $field.into();
                    self
                }
            )+
        }

        $(const _: () = crate::payload::name::assert_setter(
            stringify!($name), stringify!($field), stringify!($setter),
        );)+
    };
}
